import "server-only";
import { bulkhead } from "cockatiel";
import { LRUCache } from "lru-cache";
import { getEnv } from "../env";
import { getUpstreamClient } from "./get-upstream-client";
import type { SessionRead } from "./types";

/** A change must show on an open page within 3 s. Pages poll every 2 s, which leaves one to share. */
const SHARED_FOR_MS = 1_000;
const SESSIONS_MAX = 1_000;
/** The other places for calls to Kayle are for what people ask themselves. */
const PLACES_PART = 2;

/** A fault is shared as well: while Kayle fails, every tab would otherwise call it. */
type Outcome = { read: SessionRead } | { thrown: unknown };

export type SharedReads = {
  /** The answer for a page that polls, at most 1 s old. @throws whatever the read threw */
  read(id: string): Promise<SessionRead>;
  /** The session was changed: earlier reads no longer count, nor does one that is under way. */
  forget(id: string): void;
};

/** One read of a session for all pages that poll it, at most one a second. */
export function createSharedReads(
  read: (id: string) => Promise<SessionRead>,
  concurrencyMax: number,
): SharedReads {
  const places = bulkhead(concurrencyMax, Number.POSITIVE_INFINITY);
  const outcomes = new LRUCache<string, Outcome>({
    max: SESSIONS_MAX,
    ttl: SHARED_FOR_MS,
    // Looked up here, because tests replace it.
    perf: performance,
    // Callers that wait for a read get its answer even if it is forgotten meanwhile.
    ignoreFetchAbort: true,
    fetchMethod: (id) =>
      places
        .execute(() => read(id))
        .then(
          (answer) => ({ read: answer }),
          (thrown: unknown) => ({ thrown }),
        ),
  });
  return {
    async read(id) {
      const outcome = await outcomes.forceFetch(id);
      if ("thrown" in outcome) throw outcome.thrown;
      return outcome.read;
    },
    forget: (id) => void outcomes.delete(id),
  };
}

/** Next evaluates this module several times in one process; each session must be read once. */
const store = globalThis as typeof globalThis & { __deskSharedReads?: SharedReads };

/** The process's shared reads. Nothing is read while no page polls. */
export function getSharedReads(): SharedReads {
  store.__deskSharedReads ??= createSharedReads(
    readForPolls,
    Math.ceil(getEnv().upstreamConcurrencyMax / PLACES_PART),
  );
  return store.__deskSharedReads;
}

/** For no single person, so without anyone's signal: each poll is authorised by itself. @throws DeskError */
function readForPolls(id: string): Promise<SessionRead> {
  // Fresh, so that a poll after an act never joins a read from before it.
  return getUpstreamClient().getSession(id, { source: "poll", fresh: true });
}
