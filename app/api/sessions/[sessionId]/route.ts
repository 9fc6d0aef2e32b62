import { isBackground } from "@/lib/server/auth/is-background";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { withStaff } from "@/lib/server/http/with-staff";
import { getSession } from "@/lib/server/sessions/get-session";

const ROUTE = "/api/sessions/[sessionId]";

export const GET = withStaff<{ sessionId: string }>(
  "session:read",
  ROUTE,
  async ({ request, params, ...context }) => {
    const source = isBackground(request) ? "poll" : "view";
    return getSession(params.sessionId, { ...context, source });
  },
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
