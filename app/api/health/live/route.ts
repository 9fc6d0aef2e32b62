import { toHealthAnswer } from "@/lib/server/boot/health-answer";

export const dynamic = "force-dynamic";

/** Whether the process answers at all. */
export function GET(): Response {
  return toHealthAnswer(200, "live");
}
