import { describe, expect, test } from "vitest";
import {
  type Counters,
  countAttempt,
  countSuccess,
  FORGET_AFTER_MS,
  findWaitMs,
  KNOWN_FOR_MS,
} from "./throttle-policy";

const START = new Date("2026-05-03T09:00:00Z");
const EMPTY: Counters = { address: null, client: null, pair: null };

function after(ms: number, from = START): Date {
  return new Date(from.getTime() + ms);
}

/** The counters after so many failures, each tried as soon as it was allowed. */
function fail(times: number, counters = EMPTY, from = START): { counters: Counters; at: Date } {
  let state = { counters, at: from };
  for (let count = 0; count < times; count += 1) {
    const at = after(findWaitMs(state.counters, state.at), state.at);
    state = { counters: { ...state.counters, ...countAttempt(state.counters, at) }, at };
  }
  return state;
}

test("four failures cost nothing, the fifth begins a wait", () => {
  expect(findWaitMs(fail(4).counters, START)).toBe(0);
  expect(findWaitMs(fail(5).counters, START)).toBeGreaterThanOrEqual(5_000);
});

test("each further failure doubles the wait, up to a quarter of an hour", () => {
  const waits = Array.from({ length: 12 }, (_none, count) => {
    const { counters, at } = fail(5 + count);
    return findWaitMs(counters, at) / 1000;
  });
  expect(waits.slice(0, 4)).toEqual([15, 30, 60, 120]);
  expect(waits.at(-1)).toBe(900);
});

test("a wait ends by itself, and an hour without failures forgets them", () => {
  const { counters, at } = fail(5);
  expect(findWaitMs(counters, after(15_000, at))).toBe(0);
  const much = after(FORGET_AFTER_MS, at);
  expect(countAttempt(counters, much).pair?.failures).toBe(1);
});

describe("guessing", () => {
  test("from many clients at one address slows every new client, but by a minute at most", () => {
    const { counters, at } = fail(50);
    const elsewhere: Counters = { address: counters.address, client: null, pair: null };
    expect(findWaitMs(elsewhere, at)).toBe(60_000);
  });

  test("at many addresses from one client slows that client", () => {
    const { counters, at } = fail(6);
    const next: Counters = { address: null, client: counters.client, pair: null };
    expect(findWaitMs(next, at)).toBe(20_000);
  });

  test("elsewhere cannot hold up somebody at a client they signed in from before", () => {
    const { counters, at } = fail(50);
    const home = countSuccess(EMPTY, START);
    const known: Counters = { ...counters, pair: home.pair ?? null };
    expect(findWaitMs(known, at)).toBe(0);
    expect(findWaitMs(known, after(KNOWN_FOR_MS))).toBe(0);
    expect(findWaitMs({ ...known, pair: null }, at)).toBeGreaterThan(0);
  });

  test("at a known client is still slowed by that pair's own failures", () => {
    const home: Counters = { ...EMPTY, ...countSuccess(EMPTY, START) };
    const { counters, at } = fail(5, home);
    expect(findWaitMs(counters, at)).toBe(15_000);
    expect(counters.client).toBeNull();
  });
});

describe("a success", () => {
  test("clears the address and the pair", () => {
    const { counters, at } = fail(4);
    const next = countSuccess({ ...counters, ...countAttempt(counters, at) }, at);
    expect([next.address?.failures, next.pair?.failures]).toEqual([0, 0]);
  });

  test("takes from the client only what this pair had added", () => {
    const others = fail(4).counters.client;
    const mine = fail(2, { ...EMPTY, client: others });
    expect(countSuccess(mine.counters, mine.at).client?.failures).toBe(4);
  });

  test("neither clears nor lengthens the client's wait once the pair is known", () => {
    const blocked = fail(8);
    const home: Counters = { ...blocked.counters, pair: countSuccess(EMPTY, START).pair ?? null };
    expect(countAttempt(home, blocked.at)).not.toHaveProperty("client");
    expect(countSuccess(home, blocked.at)).not.toHaveProperty("client");
  });
});
