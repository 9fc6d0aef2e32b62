import "server-only";
import { LRUCache } from "lru-cache";
import type { SessionListQuery } from "@/lib/contracts/session-list-query";
import type { UpstreamOverview } from "@/lib/contracts/upstream";
import type { SessionRecord } from "@/lib/domain/session";
import type { IndexedRead } from "../index/indexed-session";
import type {
  DeliveriesRead,
  EventListQuery,
  EventRowRead,
  SessionRowRead,
  UpstreamClient,
} from "../upstream/types";
import {
  isUnusableAnswer,
  isUpstreamError,
  TooLargeError,
  type UpstreamError,
} from "../upstream/upstream-error";
import { type Asking, askOnce, askUntilAnswered } from "./ask-kayle";
import type { Priority } from "./rate-limiter";

type PageQuery = SessionListQuery & { limit: number };

export type SourcePage = {
  rows: SessionRowRead[];
  /** Null at the end. */
  next: string | null;
  askedAt: Date;
};

type EventPage = {
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

/** What Kayle said of one session: null where it has none, or why the answer cannot be used. */
type FoundSession = { read: IndexedRead | null; askedAt: Date } | { unreadable: string };

/**
 * Kayle as the sync asks it: at its rate, and for sessions asked again until it answers or the signal
 * aborts. Nothing is waited for that may fail for ever: events, deliveries and counts are asked for
 * once, and a session or a row whose answer stays unusable is told as unreadable.
 */
export type SyncSource = {
  /** A page too large to be taken comes in parts, so it may hold fewer rows than were asked for. */
  listPage(query: PageQuery, priority: Priority): Promise<SourcePage>;
  findSession(id: string, priority: Priority): Promise<FoundSession>;
  /** Kayle's own counts, or the code of what keeps them from being read. */
  findOverview(): Promise<{ counts: UpstreamOverview } | { fault: string }>;
  /** Null when the key may not read it. @throws UpstreamError */
  listEvents(query: EventListQuery, priority: Priority): Promise<EventPage | null>;
  /** Null when the key may not read it. @throws UpstreamError */
  listDeliveries(
    eventId: string,
    priority: Priority,
  ): Promise<(DeliveriesRead & { askedAt: Date }) | null>;
};

type SyncSourceParts = Asking & { client: SyncClient };

/** An unusable answer may be a proxy's, once; three in a row are Kayle's. */
const SESSION_TRIES = 3;
/** Then it is not asked for again meanwhile, so that a few do not take the time of all the others. */
const QUARANTINE_MS = 10 * 60_000;
const QUARANTINE_MAX = 10_000;

export function createSyncSource(parts: SyncSourceParts): SyncSource {
  const { client, clock, signal } = parts;
  const quarantine = new LRUCache<string, string>({
    max: QUARANTINE_MAX,
    ttl: QUARANTINE_MS,
    ttlResolution: 0,
    perf: { now: clock.monotonicMs },
  });
  return {
    async listPage(query, priority) {
      for (let limit = query.limit; ; limit = Math.ceil(limit / 2)) {
        const { value, askedAt } = await askUntilAnswered(parts, priority, () =>
          listOrTooLarge(client, { ...query, limit }, signal),
        );
        if ("rows" in value) return { ...value, askedAt };
        const { firstId, reason } = value;
        // Alone on its page and still too large: the next page begins after it.
        if (limit === 1)
          return { rows: [{ fault: { id: firstId, reason } }], next: firstId, askedAt };
      }
    },
    async findSession(id, priority) {
      const known = quarantine.get(id);
      if (known !== undefined) return { unreadable: known };
      for (let tries = 1; ; tries++) {
        const { value, askedAt } = await askUntilAnswered(parts, priority, () =>
          findOrUnusable(client, id, signal),
        );
        if (value === null || "session" in value) {
          return { read: value && { session: value.session, readAt: askedAt }, askedAt };
        }
        if (tries < SESSION_TRIES) continue;
        quarantine.set(id, value.unreadable);
        return value;
      }
    },
    async findOverview() {
      try {
        const { value } = await askOnce(parts, "bulk", () => client.getOverview({ signal }));
        return { counts: value };
      } catch (error) {
        if (!isUpstreamError(error)) throw error;
        return { fault: error.code };
      }
    },
    async listEvents(query, priority) {
      const { value, askedAt } = await askOnce(parts, priority, () =>
        orNull(client.listEvents(query, { signal }), "forbidden"),
      );
      if (value === null) return null;
      // Kayle passes over a cursor that it does not know: the same page would come for ever.
      const isStuck = value.nextCursor === query.starting_after;
      const next = value.hasMore && !isStuck ? value.nextCursor : null;
      return { rows: value.rows, next, askedAt };
    },
    async listDeliveries(eventId, priority) {
      const { value, askedAt } = await askOnce(parts, priority, () =>
        orNull(client.listDeliveries(eventId, { signal, fresh: true }), "forbidden"),
      );
      return value && { ...value, askedAt };
    },
  };
}

type Page = Omit<SourcePage, "askedAt">;

async function listOrTooLarge(
  client: SyncClient,
  query: PageQuery,
  signal: AbortSignal,
): Promise<Page | { firstId: string | null; reason: string }> {
  try {
    const page = await client.listSessionRows(query, { signal });
    return { rows: page.rows, next: toNext(page, query) };
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    const { firstSessionId: firstId, logDetail: reason } = error;
    // Without its id there is no way past it, so that it is asked for again like after any fault.
    const leadsOn = firstId !== null && firstId > (query.starting_after ?? "");
    if (query.limit === 1 && !leadsOn) throw error;
    return { firstId, reason };
  }
}

async function findOrUnusable(
  client: SyncClient,
  id: string,
  signal: AbortSignal,
): Promise<{ session: SessionRecord } | { unreadable: string } | null> {
  try {
    return await orNull(client.getSession(id, { signal, fresh: true }), "not_found");
  } catch (error) {
    if (isUnusableAnswer(error)) return { unreadable: error.logDetail };
    throw error;
  }
}

/** A cursor that does not move on would give the same page for ever. */
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
