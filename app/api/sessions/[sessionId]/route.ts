import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { withStaff } from "@/lib/server/http/with-staff";
import { getSession } from "@/lib/server/sessions/get-session";

const ROUTE = "/api/sessions/[sessionId]";

export const GET = withStaff<{ sessionId: string }>(
  "session:read",
  ROUTE,
  async ({ params, ...context }) =>
    getSession(params.sessionId, { ...context, source: context.background ? "poll" : "view" }),
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
