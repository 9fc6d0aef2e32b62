import { cancelRequestSchema } from "@/lib/contracts/api";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { withStaff } from "@/lib/server/http/with-staff";
import { cancelSession } from "@/lib/server/sessions/cancel-session";

const ROUTE = "/api/sessions/[sessionId]/cancel";

export const POST = withStaff<{ sessionId: string }>(
  "session:cancel",
  ROUTE,
  async ({ request, params, ...context }) => {
    // Kayle takes no reason (OpenAPI 1.5.0) and names nobody; the desk's own log does both.
    const body = await readJson(request, cancelRequestSchema);
    return cancelSession(params.sessionId, body, context);
  },
);

const refuse = methodNotAllowed(ROUTE, "POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
