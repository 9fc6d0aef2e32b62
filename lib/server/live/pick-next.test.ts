import { describe, expect, test } from "vitest";
import type { LiveLane } from "@/lib/contracts/live";
import { pickNext } from "./pick-next";
import { createWatchedSession, type WatchedSession } from "./watched-session";

const NOW_MS = 1_000_000;
const SECOND_MS = 1_000;

type Given = { lane?: LiveLane; readAgoMs?: number } & Partial<WatchedSession>;

function watched(
  id: string,
  { lane = "page", readAgoMs = 60 * SECOND_MS, ...rest }: Given = {},
): WatchedSession {
  const session = createWatchedSession(id);
  session.watchers.set(() => {}, lane);
  return { ...session, askedAtMs: NOW_MS - readAgoMs, lookedAtMs: NOW_MS, ...rest };
}

function pick(sessions: readonly WatchedSession[], nth = 0): string | number {
  const next = pickNext(sessions, { nowMs: NOW_MS, wallMs: Date.now(), nth });
  return "session" in next ? next.session.id : next.waitUntilMs - NOW_MS;
}

describe("the session that is read next", () => {
  test("is the one whose last read is oldest, one that was never read before all", () => {
    const older = watched("older", { readAgoMs: 9 * SECOND_MS });
    const newer = watched("newer", { readAgoMs: 8 * SECOND_MS });
    expect(pick([newer, older])).toBe("older");
    expect(pick([newer, older, watched("never", { readAgoMs: Infinity })])).toBe("never");
  });

  test("is an open page's before a row's, but for every fourth read", () => {
    const row = watched("row", { lane: "row" });
    const page = watched("page", { readAgoMs: 3 * SECOND_MS });
    const turns = [0, 1, 2, 3, 4, 5, 6, 7].map((nth) => pick([row, page], nth));
    expect(turns).toEqual(["page", "page", "page", "row", "page", "page", "page", "row"]);
  });

  test("is of the other lane where nothing of the one whose turn it is waits", () => {
    const page = watched("page");
    const row = watched("row", { lane: "row" });
    expect(pick([page], 3)).toBe("page");
    expect(pick([row], 0)).toBe("row");
  });

  test("counts as a page's while one page shows it, whatever lists do", () => {
    const both = watched("both", { readAgoMs: 3 * SECOND_MS });
    both.watchers.set(() => {}, "row");
    expect(pick([both, watched("row", { lane: "row" })])).toBe("both");
  });

  test("is none before one is due, and the wait is until the first of them", () => {
    const soon = watched("soon", { readAgoMs: 1_500 });
    const later = watched("later", { readAgoMs: 100 });
    expect(pick([later, soon])).toBe(500);
  });

  test("is never one that is being read, or of which no more will come", () => {
    const gone = { code: "NOT_FOUND", message: "", hint: "", requestId: "" } as const;
    const reading = watched("reading", { isReading: true });
    const deleted = watched("deleted", { error: gone });
    expect(pick([reading, deleted])).toBe(Number.POSITIVE_INFINITY);
    expect(pick([])).toBe(Number.POSITIVE_INFINITY);
  });
});
