import { resendRequestSchema } from "@/lib/contracts/session-webhooks";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { withStaff } from "@/lib/server/http/with-staff";
import { resendDelivery } from "@/lib/server/sessions/resend-delivery";

const ROUTE = "/api/sessions/[sessionId]/webhooks/[deliveryId]/resend";

export const POST = withStaff<{ sessionId: string; deliveryId: string }>(
  "webhook:resend",
  ROUTE,
  async ({ request, params, ...context }) => {
    // Kayle takes no body (OpenAPI 1.5.0); the desk asks for JSON because a form cannot send it.
    const body = await readJson(request, resendRequestSchema);
    return resendDelivery(params.sessionId, params.deliveryId, body, context);
  },
);

const refuse = methodNotAllowed(ROUTE, "POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
