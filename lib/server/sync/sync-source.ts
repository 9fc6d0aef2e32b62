import "server-only";
import type { SessionListQuery } from "@/lib/contracts/session-list-query";
import type { UpstreamOverview } from "@/lib/contracts/upstream";
import type { IndexedRead } from "../index/indexed-session";
import type {
  DeliveriesRead,
  EventListQuery,
  EventRowRead,
  SessionRowRead,
  UpstreamClient,
} from "../upstream/types";
import { isUpstreamError, type UpstreamError } from "../upstream/upstream-error";
import { toBackoffMs } from "./backoff";
import type { Lane, Pace } from "./pace";
import type { SyncClock } from "./sync-clock";

export type SourcePage = {
  rows: SessionRowRead[];
  /** Null at the end. */
  next: string | null;
  askedAt: Date;
};

export type EventPage = {
  rows: EventRowRead[];
  /** Null at the end. */
  next: string | null;
  askedAt: Date;
};

/** What the sync asks of Kayle. */
export type SyncClient = Pick<
  UpstreamClient,
  "listSessionRows" | "getSession" | "getOverview" | "listEvents" | "listDeliveries"
>;

/**
 * Kayle as the sync asks it: paced, and for sessions asked again until it answers or the signal
 * aborts. Events and deliveries are asked for once, as they may fail for ever where sessions do not.
 */
export type SyncSource = {
  listPage(query: SessionListQuery, lane: Lane): Promise<SourcePage>;
  /** Null when Kayle has no such session. */
  findSession(id: string, lane: Lane): Promise<{ read: IndexedRead | null; askedAt: Date }>;
  /** Null when the key may not read it. */
  findOverview(): Promise<UpstreamOverview | null>;
  /** Null when the key may not read it. @throws UpstreamError */
  listEvents(query: EventListQuery, lane: Lane): Promise<EventPage | null>;
  /** Null when the key may not read it. @throws UpstreamError */
  listDeliveries(eventId: string, lane: Lane): Promise<(DeliveriesRead & { askedAt: Date }) | null>;
};

export type SyncSourceParts = {
  client: SyncClient;
  pace: Pace;
  clock: SyncClock;
  signal: AbortSignal;
  /** Told of each fault, and of null when an answer came after one. */
  onFault(error: UpstreamError | null): void;
};

export function createSyncSource(parts: SyncSourceParts): SyncSource {
  const { client, signal } = parts;
  return {
    async listPage(query, lane) {
      const { value, askedAt } = await askUntilAnswered(parts, lane, async () => {
        const page = await client.listSessionRows(query, { signal });
        return { rows: page.rows, next: toNext(page, query) };
      });
      return { ...value, askedAt };
    },
    async findSession(id, lane) {
      const { value, askedAt } = await askUntilAnswered(parts, lane, () =>
        orNull(client.getSession(id, { signal, fresh: true }), "not_found"),
      );
      return { read: value && { session: value.session, readAt: askedAt }, askedAt };
    },
    async findOverview() {
      const { value } = await askUntilAnswered(parts, "slow", () =>
        orNull(client.getOverview({ signal }), "forbidden"),
      );
      return value;
    },
    async listEvents(query, lane) {
      const { value, askedAt } = await askOnce(parts, lane, () =>
        orNull(client.listEvents(query, { signal }), "forbidden"),
      );
      if (value === null) return null;
      // Kayle passes over a cursor that it does not know: the same page would come for ever.
      const isStuck = value.nextCursor === query.starting_after;
      const next = value.hasMore && !isStuck ? value.nextCursor : null;
      return { rows: value.rows, next, askedAt };
    },
    async listDeliveries(eventId, lane) {
      const { value, askedAt } = await askOnce(parts, lane, () =>
        orNull(client.listDeliveries(eventId, { signal, fresh: true }), "forbidden"),
      );
      return value && { ...value, askedAt };
    },
  };
}

/** A cursor that stands still would lead round in a circle for ever. */
function toNext(
  page: { hasMore: boolean; nextCursor: string | null },
  query: SessionListQuery,
): string | null {
  if (!page.hasMore || page.nextCursor === null) return null;
  if (page.nextCursor > (query.starting_after ?? "")) return page.nextCursor;
  throw new Error("The cursor of Kayle's list does not move on.");
}

async function orNull<T>(answer: Promise<T>, kind: UpstreamError["kind"]): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isUpstreamError(error) && error.kind === kind) return null;
    throw error;
  }
}

async function askOnce<T>(
  { pace, clock, signal }: SyncSourceParts,
  lane: Lane,
  ask: () => Promise<T>,
): Promise<{ value: T; askedAt: Date }> {
  await pace.take(lane, signal);
  const askedAt = clock.now();
  try {
    return { value: await ask(), askedAt };
  } catch (error) {
    if (isUpstreamError(error) && error.kind === "busy") pace.slowDown();
    throw error;
  }
}

async function askUntilAnswered<T>(
  { pace, clock, signal, onFault }: SyncSourceParts,
  lane: Lane,
  ask: () => Promise<T>,
): Promise<{ value: T; askedAt: Date }> {
  for (let failures = 0; ; ) {
    await pace.take(lane, signal);
    const askedAt = clock.now();
    try {
      const value = await ask();
      pace.speedUp();
      if (failures > 0) onFault(null);
      return { value, askedAt };
    } catch (error) {
      signal.throwIfAborted();
      // A fault of another kind is the desk's own, and asking again would only repeat it.
      if (!isUpstreamError(error)) throw error;
      failures += 1;
      pace.slowDown();
      onFault(error);
      await clock.sleep(toBackoffMs(failures, error.retryAfterSeconds, Math.random()), signal);
    }
  }
}
