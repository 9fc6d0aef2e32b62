import { signOutEverywhere } from "@/lib/server/auth/sign-out-everywhere";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { withStaff } from "@/lib/server/http/with-staff";

const ROUTE = "/api/sign-ins/end-all";

export const POST = withStaff("session:read", ROUTE, (context) =>
  signOutEverywhere(context, new Date()),
);

const refuse = methodNotAllowed(ROUTE, "POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
