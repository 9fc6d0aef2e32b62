import { LEFT_BEHIND, signOutEverywhere } from "@/lib/server/auth/sign-out-everywhere";
import { toJsonResponse } from "@/lib/server/http/json-response";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { withStaff } from "@/lib/server/http/with-staff";

const ROUTE = "/api/sign-ins/end-all";

export const POST = withStaff("session:read", ROUTE, async (context) => {
  const body = await signOutEverywhere(context, new Date());
  return toJsonResponse(body, 200, context.requestId, { "clear-site-data": LEFT_BEHIND });
});

const refuse = methodNotAllowed(ROUTE, "POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
