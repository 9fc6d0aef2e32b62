import "server-only";
import type { KayleDelivery, KayleEvent } from "@/lib/domain/kayle-event";
import { isKayleId } from "@/lib/domain/kayle-id";

const WORD_CHARACTERS_MAX = 200;
const INTEGER_MAX = 2_147_483_647;
const FIRST_YEAR = Date.UTC(1900, 0, 1);
const LAST_YEAR = Date.UTC(9999, 0, 1);

const TIMES = [
  "last_attempt_at",
  "next_attempt_at",
  "payload_expires_at",
  "payload_scrubbed_at",
] as const;

/**
 * The field of an event that the desk cannot keep although the contract allows it; null where all
 * fits. Such an event is left out, or the database refuses every other that is written with it.
 */
export function findEventFault(event: KayleEvent): string | null {
  if (!isKayleId(event.id)) return "id";
  if (!isWord(event.type)) return "type";
  if (!isStorableTime(event.created_at)) return "created_at";
  for (const delivery of event.deliveries) {
    const field = findDeliveryFault(delivery);
    if (field !== null) return `deliveries.${field}`;
  }
  return null;
}

/** The same for one delivery. */
export function findDeliveryFault(delivery: KayleDelivery): string | null {
  if (!isKayleId(delivery.id)) return "id";
  if (!isKayleId(delivery.webhook_endpoint_id)) return "webhook_endpoint_id";
  if (!isWord(delivery.status)) return "status";
  if (!isWord(delivery.payload_retention_reason ?? "none")) return "payload_retention_reason";
  if (!isCount(delivery.attempt_count)) return "attempt_count";
  if (!isCount(delivery.last_status_code ?? 0)) return "last_status_code";
  return TIMES.find((name) => !isStorableTime(delivery[name] ?? "2026-01-01T00:00:00Z")) ?? null;
}

/** A value of an enumeration, known or added since; Postgres takes no NUL in a text. */
function isWord(text: string): boolean {
  return text !== "" && text.length <= WORD_CHARACTERS_MAX && !text.includes("\u0000");
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= INTEGER_MAX;
}

/** A time without a zone would be read differently on each machine. */
function isStorableTime(iso: string): boolean {
  const ms = /(?:Z|[+-]\d\d:\d\d)$/.test(iso) ? Date.parse(iso) : Number.NaN;
  return ms >= FIRST_YEAR && ms <= LAST_YEAR;
}
