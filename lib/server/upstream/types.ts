import "server-only";
import type { SessionListQuery } from "@/lib/contracts/session-list-query";
import type { UpstreamOverview } from "@/lib/contracts/upstream";
import type { KayleDelivery, KayleEvent } from "@/lib/domain/kayle-event";
import type { ReadSource } from "@/lib/domain/observation";
import type { SessionRecord } from "@/lib/domain/session";
import type { IndexedSession } from "../index/indexed-session";
import type { Operation } from "./interpret";

export type UpstreamClientOptions = {
  apiUrl: string;
  apiKey: string;
  /** For one call in total: waiting for a place, every try, every body. */
  timeoutMs: number;
  /** Calls to Kayle at once; as many connections are kept. */
  concurrencyMax: number;
  /** Both have sensible defaults; tests shorten them. */
  bodyBytesMax?: number;
  /** Tries of one GET, 3 unless told; 1 for a caller that has a pace of its own. */
  attemptsMax?: number;
  breakerHalfOpenAfterMs?: number;
  /** Told of each answer about one session, once however many waited for it. Must not throw. */
  onSessionAnswer?: (answer: SessionAnswer) => void;
};

/** What Kayle said about one session. */
export type SessionAnswer = {
  id: string;
  /** Null where Kayle has none of this id. */
  session: SessionRecord | null;
  /** When it was asked for: what is true now may be newer, never older. */
  askedAt: Date;
  /** Who asked; of several at once, the first. */
  source: ReadSource;
};

/** One finished call, for the log line of whoever asked. */
export type UpstreamCall = {
  operation: Operation;
  /** Kayle's last answer; null when there was none. */
  status: number | null;
  /** 0 when the call was never sent. */
  attempts: number;
  durationMs: number;
  /** Whether this was somebody else's call that was already under way. */
  shared: boolean;
};

export type CallContext = {
  /** Whoever waits for the answer; its abort never takes the answer from others. */
  signal?: AbortSignal | undefined;
  onCall?: ((call: UpstreamCall) => void) | undefined;
};

export type ReadContext = CallContext & {
  /** Must have been asked for after now: never joins a call that is already under way. */
  fresh?: boolean | undefined;
  /** What is noted beside what the answer shows; a person's view where nothing is said. */
  source?: ReadSource | undefined;
};

export type SessionRead = {
  session: SessionRecord;
  unknownFields: string[];
  /** When Kayle's answer had arrived; ISO 8601, UTC. */
  fetchedAt: string;
};

/** A row of a list: what the index takes of it, or which fields are at fault. Never content. */
export type SessionRowRead =
  | { session: IndexedSession }
  | { fault: { id: string | null; reason: string } };

export type SessionRowsRead = {
  rows: SessionRowRead[];
  hasMore: boolean;
  nextCursor: string | null;
};

export type EventListQuery = {
  /** ISO 8601 with `Z`; both ends count. */
  created_from?: string;
  created_to?: string;
  /** 1 to 100. */
  limit: number;
  /** The id of the last event of the page before. */
  starting_after?: string;
};

/** A row of the events, or which of its fields are at fault. Never content. */
export type EventRowRead = { event: KayleEvent } | { fault: { id: string | null; reason: string } };

export type EventRowsRead = {
  /** Newest first. */
  rows: EventRowRead[];
  hasMore: boolean;
  nextCursor: string | null;
};

/** The deliveries of one event. Beyond a hundred, `isWhole` is false. */
export type DeliveriesRead = { deliveries: KayleDelivery[]; isWhole: boolean };

/** Every method throws `UpstreamError`, or `DeskError` with INVALID_SESSION_ID before any call. */
export type UpstreamClient = {
  /** A page of the list whose rows are judged one by one: one bad row spoils no other. */
  listSessionRows(query: SessionListQuery, context?: CallContext): Promise<SessionRowsRead>;
  /** Counts by outcome. Needs `analytics:read`. */
  getOverview(context?: CallContext): Promise<UpstreamOverview>;
  getSession(id: string, context?: ReadContext): Promise<SessionRead>;
  /**
   * Sent once and never again. Kayle's 204 comes for every status (recorded server 1.6.0), so it
   * proves nothing: read the session afterwards.
   */
  cancelSession(id: string, context?: Pick<CallContext, "onCall">): Promise<void>;
  /** A page of Kayle's events, whose rows are judged one by one. Needs `webhooks:read`. */
  listEvents(query: EventListQuery, context?: CallContext): Promise<EventRowsRead>;
  /** The deliveries of one event, with their next attempts. Needs `webhooks:read`. */
  listDeliveries(eventId: string, context?: ReadContext): Promise<DeliveriesRead>;
  /**
   * Queues a failed delivery again, sent once and never again. Kayle takes it while it keeps the
   * payload, and answers 409 else (OpenAPI 1.5.0). Needs `webhooks:write`.
   */
  retryDelivery(deliveryId: string, context?: Pick<CallContext, "onCall">): Promise<void>;
  close(): Promise<void>;
};

/** What changes anything at Kayle. It has a client with a key of its own. */
export type UpstreamWriter = Pick<UpstreamClient, "cancelSession" | "retryDelivery">;

/** All the rest, which the key for reading is enough for. */
export type UpstreamReader = Omit<UpstreamClient, keyof UpstreamWriter>;
