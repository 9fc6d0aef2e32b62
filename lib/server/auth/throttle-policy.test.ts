import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Counters,
  countAttempt,
  countSuccess,
  countTooEarly,
  FORGET_AFTER_MS,
  findWaitMs,
  KNOWN_FOR_MS,
  WINDOW_MS,
} from "./throttle-policy";

const START = new Date("2026-05-03T09:00:00Z");
const EMPTY: Counters = { address: null, client: null, pair: null };
const MINUTE = 60_000;

function since(ms: number, from = START): Date {
  return new Date(from.getTime() + ms);
}

/** The counters after so many failures, each tried as soon as it was allowed. */
function fail(times: number, counters = EMPTY, from = START): { counters: Counters; at: Date } {
  let state = { counters, at: from };
  for (let count = 0; count < times; count += 1) {
    const at = since(findWaitMs(state.counters, state.at), state.at);
    state = { counters: { ...state.counters, ...countAttempt(state.counters, at) }, at };
  }
  return state;
}

/** One failure at each of these moments, given in milliseconds from the start. */
function failAt(...moments: number[]): Counters {
  let counters = EMPTY;
  for (const ms of moments) {
    expect(findWaitMs(counters, since(ms))).toBe(0);
    counters = { ...counters, ...countAttempt(counters, since(ms)) };
  }
  return counters;
}

describe("the sixth attempt within five minutes", () => {
  test("waits until five minutes after the first, to the millisecond", () => {
    const counters = failAt(0, 10_000, 20_000, 30_000, 40_000);
    expect(findWaitMs(counters, since(40_000))).toBe(WINDOW_MS - 40_000);
    expect(findWaitMs(counters, since(WINDOW_MS - 1))).toBe(1);
    expect(findWaitMs(counters, since(WINDOW_MS))).toBe(0);
  });

  test("of a client at five addresses waits as long", () => {
    let counters = EMPTY;
    for (let at = 0; at < 5; at += 1) {
      const other: Counters = { address: null, client: counters.client, pair: null };
      expect(findWaitMs(other, since(at))).toBe(0);
      counters = { ...other, ...countAttempt(other, since(at)) };
    }
    const next: Counters = { address: null, client: counters.client, pair: null };
    expect(findWaitMs(next, since(5))).toBe(WINDOW_MS - 5);
  });

  test("is let through where the first of them was longer ago", () => {
    const counters = failAt(0, MINUTE, 2 * MINUTE, 3 * MINUTE);
    const later = { ...counters, ...countAttempt(counters, since(WINDOW_MS)) };
    expect(findWaitMs({ ...later, address: null }, since(WINDOW_MS))).toBe(0);
    expect(later.pair).toMatchObject({ failures: 4 });
  });

  test("is never let through, whatever the pauses between the attempts", () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 2 * MINUTE }), { maxLength: 60 });
    fc.assert(
      fc.property(pauses, (pausesMs) => {
        let pair: Counters["pair"] = null;
        const through: number[] = [];
        let ms = 0;
        for (const pauseMs of pausesMs) {
          ms += pauseMs;
          const counters: Counters = { ...EMPTY, pair };
          if (findWaitMs(counters, since(ms)) > 0) continue;
          through.push(ms);
          pair = countAttempt(counters, since(ms)).pair ?? null;
        }
        const within = through.map(
          (from) => through.filter((at) => at >= from && at < from + WINDOW_MS).length,
        );
        expect(Math.max(0, ...within)).toBeLessThanOrEqual(5);
      }),
    );
  });
});

test("guessing on at one account from one client meets longer windows, up to a quarter of an hour", () => {
  const waits = [5, 10, 15, 20].map((times) => {
    const { pair } = fail(times).counters;
    return (Number(pair?.blockedUntil) - Number(pair?.recentFailures[0])) / MINUTE;
  });
  expect(waits).toEqual([5, 10, 15, 15]);
  const { counters, at } = fail(20);
  expect(findWaitMs({ ...EMPTY, client: counters.client }, at)).toBeLessThanOrEqual(WINDOW_MS);
});

test("an hour without failures forgets them", () => {
  const { counters, at } = fail(10);
  const much = since(FORGET_AFTER_MS, at);
  expect(countAttempt(counters, much).pair?.failures).toBe(1);
});

describe("a stranger elsewhere", () => {
  /** Guesses at one address from ever new clients for an hour, as fast as it is let through. */
  function besiege(): { counters: Counters; at: Date } {
    let address: Counters["address"] = null;
    let at = START;
    while (at.getTime() < START.getTime() + 60 * MINUTE) {
      const fresh: Counters = { address, client: null, pair: null };
      at = since(findWaitMs(fresh, at), at);
      address = countAttempt(fresh, at).address ?? null;
    }
    return { counters: { address, client: null, pair: null }, at };
  }

  test("holds up a new client for a minute at most, however long it goes on", () => {
    const { counters, at } = besiege();
    expect(findWaitMs(counters, at)).toBe(MINUTE);
    const promised = { ...counters, ...countTooEarly(counters, at) };
    // The stranger is faster at the end of the wait, and begins another one.
    const then = since(MINUTE, at);
    const stranger: Counters = { address: counters.address, client: null, pair: null };
    const again = { ...promised, address: countAttempt(stranger, then).address ?? null };
    expect(findWaitMs({ ...again, pair: null }, then)).toBe(MINUTE);
    expect(findWaitMs(again, then)).toBe(0);
  });

  test("brings back no failures that were forgotten", () => {
    const { counters, at } = besiege();
    const old = fail(10, EMPTY, since(-2 * FORGET_AFTER_MS)).counters.pair;
    expect(countTooEarly({ ...counters, pair: old }, at).pair?.failures).toBe(0);
  });

  test("does not wait once for many attempts: each is used up by one", () => {
    const { counters, at } = besiege();
    const promised = { ...counters, ...countTooEarly(counters, at) };
    const then = since(MINUTE, at);
    const next = { ...promised, ...countAttempt(promised, then) };
    expect(findWaitMs(next, then)).toBe(MINUTE);
  });

  test("coming too early again and again does not lengthen the wait", () => {
    const { counters, at } = besiege();
    const promised = { ...counters, ...countTooEarly(counters, at) };
    expect(countTooEarly(promised, since(30_000, at))).toEqual({});
  });

  test("cannot hold up somebody at a client they signed in from before", () => {
    const { counters, at } = besiege();
    const known: Counters = { ...counters, pair: countSuccess(EMPTY, START).pair ?? null };
    expect(findWaitMs(known, at)).toBe(0);
    expect(findWaitMs(known, since(KNOWN_FOR_MS - 1))).toBe(0);
  });
});

describe("an office behind one address", () => {
  test("somebody who signed in there before is not held up by colleagues' slips", () => {
    const { counters, at } = fail(5);
    const known: Counters = { ...EMPTY, client: counters.client };
    expect(findWaitMs({ ...known, pair: countSuccess(EMPTY, START).pair ?? null }, at)).toBe(0);
    expect(findWaitMs(known, at)).toBe(WINDOW_MS);
  });

  test("who signs in there daily slips without holding up the office", () => {
    const home: Counters = { ...EMPTY, ...countSuccess(EMPTY, START) };
    const { counters, at } = fail(5, home);
    expect(findWaitMs(counters, at)).toBe(WINDOW_MS);
    expect(counters.client).toBeNull();
  });

  test("four slips and a success leave the office as it was", () => {
    const others = fail(3).counters.client;
    const mine = failMine(others);
    expect(countSuccess(mine.counters, mine.at).client).toMatchObject({
      failures: 3,
      blockedUntil: null,
    });
  });

  function failMine(client: Counters["client"]) {
    const mine = fail(2, { ...EMPTY, client });
    expect(mine.counters.client?.failures).toBe(5);
    return mine;
  }
});

describe("a success", () => {
  test("clears the address and the pair", () => {
    const { counters, at } = fail(4);
    const next = countSuccess({ ...counters, ...countAttempt(counters, at) }, at);
    expect([next.address?.failures, next.pair?.failures]).toEqual([0, 0]);
  });

  test("neither clears nor lengthens the client's wait once the pair is known", () => {
    const blocked = fail(5);
    const home: Counters = { ...blocked.counters, pair: countSuccess(EMPTY, START).pair ?? null };
    expect(countAttempt(home, blocked.at)).not.toHaveProperty("client");
    expect(countSuccess(home, blocked.at)).not.toHaveProperty("client");
  });
});
