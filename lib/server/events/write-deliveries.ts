import "server-only";
import { sql } from "drizzle-orm";
import type { KayleDelivery } from "@/lib/domain/kayle-event";
import type { Executor } from "../index/index-writer";

/** A delivery as Kayle gave it. */
type DeliveryRead = {
  eventId: string;
  delivery: KayleDelivery;
  /** When it was asked for. */
  askedAt: Date;
};

/**
 * Brings deliveries in. Reads may come twice and in any order: the one that was asked for later
 * holds, and a row that would not change is not written. `GET /v1/events` tells no next attempt
 * (OpenAPI 1.5.0), so with `isSummary` the one that is known stays until another attempt was made.
 */
export async function writeDeliveries(
  tx: Pick<Executor, "execute">,
  reads: readonly DeliveryRead[],
  { isSummary }: { isSummary: boolean },
): Promise<void> {
  if (reads.length === 0) return;
  // A statement cannot write a row twice; the last of a batch is the one asked for last.
  const rows = [...new Map(reads.map((read) => [read.delivery.id, read])).values()].map(toRow);
  const next = isSummary
    ? sql`case when (d.status, d.attempt_count) = (excluded.status, excluded.attempt_count)
        then d.next_attempt_at end`
    : sql`excluded.next_attempt_at`;
  await tx.execute(sql`insert into kayle_deliveries as d (id, event_id, endpoint_id, status,
      last_status_code, attempt_count, last_attempt_at, next_attempt_at, payload_expires_at,
      payload_scrubbed_at, payload_retention_reason, read_at)
    select r.* from json_to_recordset(${JSON.stringify(rows)}::json) as r(id text, event_id text,
      endpoint_id text, status text, last_status_code integer, attempt_count integer,
      last_attempt_at timestamptz, next_attempt_at timestamptz, payload_expires_at timestamptz,
      payload_scrubbed_at timestamptz, payload_retention_reason text, read_at timestamptz)
    on conflict (id) do update set status = excluded.status,
      last_status_code = excluded.last_status_code, attempt_count = excluded.attempt_count,
      last_attempt_at = excluded.last_attempt_at, next_attempt_at = ${next},
      payload_expires_at = excluded.payload_expires_at,
      payload_scrubbed_at = excluded.payload_scrubbed_at,
      payload_retention_reason = excluded.payload_retention_reason, read_at = excluded.read_at
    where d.event_id = excluded.event_id and d.read_at <= excluded.read_at
      and (${!isSummary} or excluded.status not in ('succeeded', 'failed')
        or (d.status, d.attempt_count, d.last_status_code, d.payload_retention_reason)
          is distinct from (excluded.status, excluded.attempt_count, excluded.last_status_code,
            excluded.payload_retention_reason))`);
}

function toRow({ eventId, delivery, askedAt }: DeliveryRead) {
  const { webhook_endpoint_id: endpoint_id, ...own } = delivery;
  return { ...own, endpoint_id, event_id: eventId, read_at: askedAt.toISOString() };
}
