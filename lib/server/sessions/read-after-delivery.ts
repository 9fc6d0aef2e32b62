import "server-only";
import { isDeskError } from "../http/desk-error";
import { getLogger } from "../logger";
import { getUpstreamClient } from "../upstream/get-upstream-client";

/**
 * Reads a session because Kayle said that it changed. On nobody's behalf: no person sees the answer
 * here, so no role is asked for and no sign-in is kept alive.
 *
 * @throws DeskError when Kayle gave no answer and another try may help
 */
export async function readAfterDelivery(sessionId: string): Promise<void> {
  try {
    // Fresh: a read that was under way already may have been answered before the change.
    await getUpstreamClient().getSession(sessionId, { fresh: true, source: "webhook" });
  } catch (error) {
    if (!isDeskError(error) || error.code !== "NOT_FOUND") throw error;
    getLogger().info({ sessionId }, "webhook for a session that Kayle no longer has");
  }
}
