import { eventWord, isTerminalEvent, type KayleEvent } from "./kayle-event";
import { isOpen, type SessionRecord } from "./session";
import { toInstant } from "./time";
import { worstDelivery } from "./webhook-delivery-state";
import { deliverySentence, type WebhookWords } from "./webhook-sentences";

/** How the question "they say verified, our app says no" is answered. */
type WebhookVerdictKind =
  | "no_scope"
  | "not_read"
  | "not_ended"
  | "no_event"
  | "several_events"
  | "no_endpoint"
  | "delivered"
  | "delivered_in_part"
  | "pending"
  | "refused"
  | "unanswered"
  | "no_active_key"
  | "not_encrypted"
  | "scrubbed"
  | "unknown";

export type WebhookVerdict = { kind: WebhookVerdictKind; sentence: string };

export type WebhookFacts = {
  session: Pick<SessionRecord, "id" | "status" | "completed_at">;
  /** `none`: the key lacks the scope; `not_read`: the desk has not read the events yet. */
  access: "full" | "none" | "not_read";
  events: readonly KayleEvent[];
};

/**
 * The fate of a session's webhook in one sentence. It says what Kayle's events and deliveries show,
 * never what the integrator's app did with them.
 */
export function toWebhookVerdict(facts: WebhookFacts, words: WebhookWords): WebhookVerdict {
  if (facts.access === "none") {
    const sentence = "The desk’s key may not read webhooks, so their fate is not known here.";
    return { kind: "no_scope", sentence };
  }
  const events = findTerminalEvents(facts);
  const [event] = events;
  if (events.length > 1) return { kind: "several_events", sentence: severalText(events, words) };
  if (event) return toSingleVerdict(event, words);
  if (facts.access === "not_read") {
    return { kind: "not_read", sentence: "The desk has not read Kayle’s events yet." };
  }
  return toEmptyVerdict(facts);
}

/** Each event once, oldest first. */
function findTerminalEvents({ session, events }: WebhookFacts): KayleEvent[] {
  const own = events.filter((event) => event.trigger_id === session.id && isTerminalEvent(event));
  const single = new Map(own.map((event) => [event.id, event]));
  return [...single.values()].sort(
    (a, b) => (toInstant(a.created_at) ?? 0) - (toInstant(b.created_at) ?? 0),
  );
}

function toEmptyVerdict({ session }: WebhookFacts): WebhookVerdict {
  if (isOpen(session)) {
    const sentence = "The session has not ended, so Kayle has nothing to tell your app yet.";
    return { kind: "not_ended", sentence };
  }
  const sentence =
    "The session has ended, but no event of its end is among those that the desk read; Kayle keeps events for 30 days.";
  return { kind: "no_event", sentence };
}

function severalText(events: readonly KayleEvent[], words: WebhookWords): string {
  const list = events
    .map(({ type, created_at }) => `“${eventWord(type)}” at ${words.formatTime(created_at)}`)
    .join(", ");
  const last = events.at(-1);
  const fate = last ? ` For the last: ${toSingleSentence(last, words)}` : "";
  return `Kayle made ${events.length} events of an end: ${list}. The last one holds.${fate}`;
}

function toSingleSentence(event: KayleEvent, words: WebhookWords): string {
  return toSingleVerdict(event, words).sentence;
}

function toSingleVerdict(event: KayleEvent, words: WebhookWords): WebhookVerdict {
  const { deliveries } = event;
  const worst = worstDelivery(deliveries);
  if (!worst) {
    const sentence = `Kayle made the event “${eventWord(event.type)}” but sent it nowhere: no endpoint is subscribed to it.`;
    return { kind: "no_endpoint", sentence };
  }
  const arrived = deliveries.filter(({ status }) => status === "succeeded");
  const isPart = arrived.length > 0 && worst.state !== "delivered";
  const sentence = deliverySentence(worst, { event, arrived }, words);
  return { kind: isPart ? "delivered_in_part" : worst.state, sentence };
}
