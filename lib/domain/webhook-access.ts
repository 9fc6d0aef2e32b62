import type { SessionRecord } from "./session";
import { toInstant } from "./time";
import type { WebhookFacts } from "./webhook-verdict";

/** The end is by Kayle's clock and the reads are by the desk's; so far may the two be apart. */
const CLOCKS_APART_MS = 60_000;

/** How far the desk has read Kayle's events; times are ISO 8601, UTC. */
export type EventsReach = {
  access: "ok" | "no_scope" | "unknown";
  /** What Kayle had told by this moment was read. */
  asOf: string | null;
  /** Older events may still be missing. */
  completeSince: string | null;
};

/**
 * Whether it can be said of this session that Kayle made no event: only where the time of its end
 * lies within what was read, whichever of the two clocks is ahead by up to a minute.
 */
export function toWebhookAccess(
  session: Pick<SessionRecord, "completed_at">,
  reach: EventsReach,
): WebhookFacts["access"] {
  if (reach.access === "no_scope") return "none";
  const [from, to] = [toInstant(reach.completeSince), toInstant(reach.asOf)];
  if (reach.access === "unknown" || from === null || to === null) return "not_read";
  const ended = toInstant(session.completed_at);
  if (ended === null) return "full";
  const isWithin = ended >= from + CLOCKS_APART_MS && ended <= to - CLOCKS_APART_MS;
  return isWithin ? "full" : "not_read";
}
