import { sessionWebhooksParamsSchema } from "@/lib/contracts/session-webhooks";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";
import { getSessionWebhooks } from "@/lib/server/sessions/get-session-webhooks";

const ROUTE = "/api/sessions/[sessionId]/webhooks";

export const GET = withStaff<{ sessionId: string }>(
  "session:read",
  ROUTE,
  async ({ request, params, ...context }) => {
    const { live } = readQuery(request, sessionWebhooksParamsSchema);
    return getSessionWebhooks(params.sessionId, { isLive: live === "1" }, context);
  },
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
