import { toHealthAnswer } from "@/lib/server/boot/health-answer";
import { isReady } from "@/lib/server/boot/readiness";

export const dynamic = "force-dynamic";

/** Whether the desk may be sent requests. */
export function GET(): Response {
  return isReady() ? toHealthAnswer(200, "ready") : toHealthAnswer(503, "not ready");
}
