import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { withStaff } from "@/lib/server/http/with-staff";
import { signMemberOut } from "@/lib/server/staff/change-staff";

const ROUTE = "/api/staff/[staffId]/sign-out";

export const POST = withStaff<{ staffId: string }>(
  "staff:manage",
  ROUTE,
  async ({ params, ...context }) => signMemberOut(params.staffId, context, new Date()),
);

const refuse = methodNotAllowed(ROUTE, "POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
