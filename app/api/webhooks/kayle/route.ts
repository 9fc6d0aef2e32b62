import { handleWebhook } from "@/lib/server/webhooks/handle-webhook";

export const dynamic = "force-dynamic";

export {
  handleWebhook as DELETE,
  handleWebhook as GET,
  handleWebhook as PATCH,
  handleWebhook as POST,
  handleWebhook as PUT,
};
