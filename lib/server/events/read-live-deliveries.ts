import "server-only";
import { isOpenDelivery } from "@/lib/domain/kayle-event";
import { findResendObstacle } from "@/lib/domain/resend";
import type { Db } from "../db/db";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { createSingleFlight, type SingleFlight } from "../upstream/single-flight";
import type { ReadContext } from "../upstream/types";
import { isUpstreamError } from "../upstream/upstream-error";
import type { StoredEvent } from "./find-events";
import { recordDeliveries } from "./record-deliveries";

/** What was read within this counts as live. */
const LIVE_MS = 5_000;
/** A session has one event of its end, rarely two. */
const EVENTS_MAX = 5;

// Next evaluates a module several times in one process; everybody must share one flight.
const store = globalThis as typeof globalThis & { __deskDeliveryReads?: SingleFlight<void> };

/**
 * Reads at Kayle the deliveries of these events that may have changed since they were read: open
 * ones, and failed ones that somebody may have sent again. Gives the code of the fault where Kayle
 * did not answer; what the desk has then stays as it is.
 */
export async function readLiveDeliveries(
  db: Db,
  events: readonly StoredEvent[],
  now: Date,
  context: ReadContext,
): Promise<string | null> {
  const due = events.filter((event) => mayHaveChanged(event, now)).slice(-EVENTS_MAX);
  const reads = due.map((event) => readDeliveriesOf(db, event.id, context));
  const faults = (await Promise.allSettled(reads)).flatMap((read) => {
    return read.status === "rejected" ? [read.reason] : [];
  });
  const [first] = faults;
  if (first === undefined) return null;
  if (!isUpstreamError(first)) throw first;
  return first.code;
}

/** The deliveries of one event, read and kept; one call for all who ask at the same time. */
export function readDeliveriesOf(
  db: Db,
  eventId: string,
  { signal, fresh, onCall }: ReadContext,
): Promise<void> {
  store.__deskDeliveryReads ??= createSingleFlight<void>();
  const flights = store.__deskDeliveryReads;
  const fly = async (flight: AbortController) => {
    const askedAt = new Date();
    const options = { signal: flight.signal, fresh: true, onCall };
    const answer = await getUpstreamClient().listDeliveries(eventId, options);
    await recordDeliveries(db, eventId, answer, askedAt);
  };
  return flights.join(eventId, fly, { signal, fresh }).result;
}

function mayHaveChanged({ deliveries, deliveriesReadAt }: StoredEvent, now: Date): boolean {
  if (deliveriesReadAt === null) return false;
  const isNew = now.getTime() - deliveriesReadAt.getTime() < LIVE_MS;
  if (isNew) return false;
  return deliveries.some((one) => isOpenDelivery(one) || findResendObstacle(one, now) === null);
}
