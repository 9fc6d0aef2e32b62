import { eventWord } from "../kayle-event";
import type { RecordedAction } from "../recorded-action";
import { shortenId } from "../shorten-id";
import type { EntryOfKind, TimelineText } from "./entry";

export function describeEvent({ eventType }: EntryOfKind<"event">): TimelineText {
  return { title: `Event “${eventWord(eventType)}” made`, detail: eventType };
}

/** How one delivery stands; an unknown status is shown as Kayle sent it. */
export function describeDelivery({ delivery, eventType }: EntryOfKind<"delivery">): TimelineText {
  const parts = [
    `event “${eventWord(eventType)}” to ${shortenId(delivery.webhook_endpoint_id)}`,
    delivery.last_status_code === null ? null : `HTTP ${delivery.last_status_code}`,
    attemptsText(delivery.attempt_count),
    REASONS[delivery.payload_retention_reason ?? ""] ?? null,
  ];
  const title = DELIVERY_TITLES[delivery.status] ?? `Delivery “${delivery.status}”`;
  return { title, detail: parts.filter((part) => part !== null).join(", ") };
}

const DELIVERY_TITLES: Record<string, string> = {
  pending: "Delivery waiting",
  delivering: "Delivery under way",
  succeeded: "Delivered",
  failed: "Delivery failed",
};

const REASONS: Record<string, string> = {
  no_active_key: "the endpoint had no active key",
  jwe_creation_failed: "Kayle could not encrypt it",
  privacy_request: "removed because the person withdrew",
};

function attemptsText(count: number): string {
  return `${count} ${count === 1 ? "attempt" : "attempts"}`;
}

/** The detail has all on one line, for a text that is copied; a page shows the words apart. */
export function describeStaff({ action }: EntryOfKind<"staff">): TimelineText {
  const words = action.text === null ? "" : `“${action.text.replace(/\s+/gu, " ")}”`;
  const detail = [words, staffResult(action)].filter(Boolean).join("; ");
  return { title: `${STAFF_TITLES[action.kind]} by ${action.by}`, detail };
}

/** What came of it, in words; empty for a note. */
export function staffResult({ kind, outcome }: RecordedAction): string {
  if (kind === "note") return "";
  if (outcome === null) return "what came of it is not recorded";
  return OUTCOMES[outcome] ?? outcome;
}

const STAFF_TITLES: Record<RecordedAction["kind"], string> = {
  note: "Note",
  cancel: "Cancel asked for",
  resend: "Resend asked for",
};

const OUTCOMES: Record<string, string> = {
  cancelled_by_this_call: "this ended it",
  already_ended: "it had ended already",
  still_open: "it was still open afterwards",
  queued: "Kayle sends it again",
  delivered: "it arrived",
  failed: "Kayle’s record still says that it failed",
  unconfirmed: "whether it took effect could not be seen",
  not_done: "it was not done",
};
