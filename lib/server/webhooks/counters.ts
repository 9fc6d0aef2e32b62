import "server-only";
import { getLogger } from "../logger";

/** Why a request was refused with 400; for the log and the counters, never for the sender. */
const REFUSALS = [
  "signature_missing",
  "signature_malformed",
  "stale",
  "delivery_id_missing",
  "too_large",
  "incomplete",
  "signature_wrong",
  "undecryptable",
  "not_understood",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What this process has seen of webhooks since it started. */
export type WebhookCounters = {
  accepted: number;
  /** Known already and answered 202 again. */
  replayed: number;
  /** Answered 503, so that Kayle comes again. */
  busy: number;
  refused: Record<Refusal, number>;
  /** Sessions read after deliveries, and those that no try could read. */
  sessionsRead: number;
  readsGivenUp: number;
};

const LOG_EVERY_MS = 60_000;

type State = { counters: WebhookCounters; isQuiet: boolean; hasMore: boolean };
/** Next evaluates this module several times in one process; the numbers must be one. */
const store = globalThis as typeof globalThis & { __deskWebhookCounters?: State };

/** The live object; read it, and add to it through the functions beside this one. */
export function getWebhookCounters(): WebhookCounters {
  return getState().counters;
}

/**
 * Counts a refusal. Whoever sends a thousand bad requests gets the log to hold two lines a minute: the
 * first at once with its reason, then the totals.
 */
export function noteRefusal(reason: Refusal): void {
  const state = getState();
  state.counters.refused[reason] += 1;
  if (state.isQuiet) {
    state.hasMore = true;
    return;
  }
  getLogger().warn({ reason, refused: state.counters.refused }, "webhook refused");
  beQuiet(state);
}

function beQuiet(state: State): void {
  state.isQuiet = true;
  setTimeout(() => {
    state.isQuiet = false;
    if (!state.hasMore) return;
    state.hasMore = false;
    getLogger().warn({ refused: state.counters.refused }, "webhooks refused since the start");
    beQuiet(state);
  }, LOG_EVERY_MS).unref();
}

function getState(): State {
  store.__deskWebhookCounters ??= { counters: createCounters(), isQuiet: false, hasMore: false };
  return store.__deskWebhookCounters;
}

function createCounters(): WebhookCounters {
  const refused: Record<Refusal, number> = {
    signature_missing: 0,
    signature_malformed: 0,
    stale: 0,
    delivery_id_missing: 0,
    too_large: 0,
    incomplete: 0,
    signature_wrong: 0,
    undecryptable: 0,
    not_understood: 0,
  };
  return { accepted: 0, replayed: 0, busy: 0, refused, sessionsRead: 0, readsGivenUp: 0 };
}
