import "server-only";
import type { SessionWebhooksResponse } from "@/lib/contracts/session-webhooks";
import { withView } from "../audit/record-view";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { findEvents, type StoredEvent } from "../events/find-events";
import { readLiveDeliveries } from "../events/read-live-deliveries";
import { requireSessionId } from "../http/require-session-id";
import { findEventState, toEventsCompleteSince } from "../sync/event-state";
import { requireMay, type SessionContext } from "./session-context";

/**
 * What Kayle told of a session, as the desk has it, and with `isLive` how its open deliveries stand
 * right now. @throws DeskError with the code for the person.
 */
export async function getSessionWebhooks(
  id: string,
  { isLive }: { isLive: boolean },
  context: SessionContext,
): Promise<SessionWebhooksResponse> {
  requireMay(context, "session:read");
  requireSessionId(id);
  return withView(context, id, () => read(id, isLive, context), "webhooks");
}

async function read(id: string, isLive: boolean, { signal, onCall }: SessionContext) {
  const db = await getDb();
  if (!isLive) return readSessionWebhooks(db, id, null);
  const known = await findEvents(db, id);
  const fault = await readLiveDeliveries(db, known, new Date(), { signal, onCall });
  return readSessionWebhooks(db, id, fault);
}

/** The answer out of the desk's own store; whoever calls it has checked who asks. */
export async function readSessionWebhooks(
  db: Db,
  id: string,
  liveFault: string | null,
): Promise<SessionWebhooksResponse> {
  const [events, state] = [await findEvents(db, id), await findEventState(db)];
  const retention = { days: getEnv().retentionDays };
  const since = state && toEventsCompleteSince(state, new Date(), retention);
  const isUnknown = !state || (state.access === "ok" && state.asOf === null);
  return {
    data: { events: events.map(({ deliveriesReadAt: _, ...event }) => event) },
    error: null,
    meta: {
      access: isUnknown ? "unknown" : state.access,
      asOf: state?.asOf?.toISOString() ?? null,
      completeSince: since?.toISOString() ?? null,
      deliveriesReadAt: toOldestRead(events),
      liveFault,
    },
  };
}

function toOldestRead(events: readonly StoredEvent[]): string | null {
  const times = events.flatMap(({ deliveriesReadAt }) => deliveriesReadAt?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
}
