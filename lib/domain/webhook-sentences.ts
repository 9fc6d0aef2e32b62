import { eventWord, type KayleDelivery, type KayleEvent } from "./kayle-event";
import { toInstant } from "./time";
import type { DeliveryState } from "./webhook-delivery-state";

export type WebhookWords = {
  now: Date;
  /** Writes a moment in the zone of the page. */
  formatTime: (iso: string) => string;
  /** How staff know an endpoint: its name, or its shortened id. */
  nameEndpoint: (id: string) => string;
};

type JudgedDelivery = { delivery: KayleDelivery; state: DeliveryState };

/** What became of one event, told by the delivery that most needs somebody. */
export function deliverySentence(
  { delivery, state }: JudgedDelivery,
  { event, arrived }: { event: KayleEvent; arrived: readonly KayleDelivery[] },
  words: WebhookWords,
): string {
  const what = `Kayle’s event “${eventWord(event.type)}”`;
  if (state === "delivered") return `${what} was delivered: ${arrivedText(arrived, words)}.`;
  const fate = fateText(delivery, state, words);
  const others =
    arrived.length > 0 ? ` It was delivered elsewhere: ${arrivedText(arrived, words)}.` : "";
  return `${what} ${fate}.${others}`;
}

function arrivedText(arrived: readonly KayleDelivery[], words: WebhookWords): string {
  return arrived
    .map((delivery) => `to ${whereWhen(delivery, words)}${codeText(delivery)}`)
    .join(", ");
}

function whereWhen(delivery: KayleDelivery, words: WebhookWords): string {
  const where = words.nameEndpoint(delivery.webhook_endpoint_id);
  return delivery.last_attempt_at === null
    ? where
    : `${where} at ${words.formatTime(delivery.last_attempt_at)}`;
}

function codeText({ last_status_code: code }: KayleDelivery): string {
  return code === null ? "" : ` (HTTP ${code})`;
}

function fateText(delivery: KayleDelivery, state: DeliveryState, words: WebhookWords): string {
  const where = words.nameEndpoint(delivery.webhook_endpoint_id);
  switch (state) {
    case "pending":
      return `has not reached ${where} yet: ${pendingText(delivery, words)}`;
    case "refused":
      return `was refused by ${whereWhen(delivery, words)} with HTTP ${delivery.last_status_code} after ${attemptsText(delivery)}${resendText(delivery, words)}`;
    case "unanswered":
      return `got no answer from ${where} in ${attemptsText(delivery)}${resendText(delivery, words)}`;
    case "no_active_key":
      return `could not be sent to ${where}: that endpoint had no active key, and nothing is left to resend`;
    case "not_encrypted":
      return `could not be sent to ${where}: Kayle could not encrypt it, and nothing is left to resend`;
    case "scrubbed":
      return `was not delivered to ${where}: its content was removed because the person withdrew`;
    default:
      return `stands at “${delivery.status}” for ${where}, which this desk does not know`;
  }
}

function pendingText(delivery: KayleDelivery, words: WebhookWords): string {
  const last =
    delivery.last_status_code === null ? "" : `, last answer HTTP ${delivery.last_status_code}`;
  const next = nextText(delivery, words);
  return `${attemptsText(delivery)} so far${last}${next}`;
}

function nextText({ status, next_attempt_at: next }: KayleDelivery, words: WebhookWords): string {
  if (status === "delivering") return ", one under way";
  return next === null ? "" : `, next attempt at ${words.formatTime(next)}`;
}

function attemptsText({ attempt_count: count }: KayleDelivery): string {
  if (count === 0) return "no attempt";
  return `${count} ${count === 1 ? "attempt" : "attempts"}`;
}

/** How long it can still be sent again by hand. */
function resendText(delivery: KayleDelivery, words: WebhookWords): string {
  const until = delivery.payload_expires_at;
  const at = toInstant(until);
  if (delivery.payload_scrubbed_at !== null || (at !== null && at <= words.now.getTime())) {
    return "; it can no longer be resent";
  }
  return until === null ? "" : `; it can be resent until ${words.formatTime(until)}`;
}
