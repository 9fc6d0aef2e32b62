import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aSession } from "@/lib/domain/session-record.fixture";
import { createSharedReads } from "./shared-reads";
import type { SessionRead } from "./types";

const TABS = 200;
const POLL_MS = 2_000;
const PLACES = 4;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A Kayle that takes `tookMs` for each answer, and the moments at which it was asked. */
function setUp(tookMs: number, answer: () => SessionRead = answerWith) {
  const askedAtMs: number[] = [];
  const atOnce = { now: 0, most: 0 };
  const reads = createSharedReads(async () => {
    askedAtMs.push(performance.now());
    atOnce.now += 1;
    atOnce.most = Math.max(atOnce.most, atOnce.now);
    await new Promise((resolve) => setTimeout(resolve, tookMs));
    atOnce.now -= 1;
    return answer();
  }, PLACES);
  return { reads, askedAtMs, atOnce };
}

function answerWith(status = "in_progress"): SessionRead {
  return {
    session: aSession({ status }),
    unknownFields: [],
    fetchedAt: "2026-11-23T05:30:00.000Z",
  };
}

function fail(): never {
  throw new Error("Kayle is down");
}

describe("200 tabs that poll one session", () => {
  test.each([
    ["quickly", 50, answerWith],
    ["slowly", 2_500, answerWith],
    ["with a fault", 50, fail],
  ])("cost Kayle at most one read a second while it answers %s", async (_how, tookMs, answer) => {
    const { reads, askedAtMs } = setUp(tookMs, answer);
    let answered = 0;
    const count = () => {
      answered += 1;
    };
    const pollFromTen = () => {
      for (let tab = 0; tab < 10; tab += 1) void reads.read("vs_1").then(count, count);
    };
    // Every tab once in 2 s, all of them at moments of their own.
    const polling = setInterval(pollFromTen, (POLL_MS * 10) / TABS);
    await vi.advanceTimersByTimeAsync(20_000);
    clearInterval(polling);
    await vi.advanceTimersByTimeAsync(tookMs);
    const gapsMs = askedAtMs.slice(1).map((atMs, index) => atMs - (askedAtMs[index] ?? 0));
    expect(gapsMs.length).toBeGreaterThan(4);
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(1_000);
    expect(answered).toBe(TABS * 10);
  });
});

test("many sessions are read side by side, and leave places for what people ask themselves", async () => {
  const { reads, askedAtMs, atOnce } = setUp(100);
  const all = Promise.all(Array.from({ length: 50 }, (_, n) => reads.read(`vs_${n}`)));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await all).toHaveLength(50);
  expect(askedAtMs).toHaveLength(50);
  expect(atOnce.most).toBe(PLACES);
});

describe("once something was done to a session", () => {
  test("what was read before is no answer any more", async () => {
    let status = "in_progress";
    const { reads } = setUp(0, () => answerWith(status));
    const readNow = async () => {
      const answer = reads.read("vs_1");
      await vi.advanceTimersByTimeAsync(0);
      return (await answer).session.status;
    };
    expect(await readNow()).toBe("in_progress");
    status = "cancelled";
    expect(await readNow()).toBe("in_progress");
    reads.forget("vs_1");
    expect(await readNow()).toBe("cancelled");
  });

  test("a read that was under way is still the answer of those who wait, and of nobody else", async () => {
    const { reads, askedAtMs } = setUp(100);
    const early = reads.read("vs_1");
    await vi.advanceTimersByTimeAsync(50);
    reads.forget("vs_1");
    const late = reads.read("vs_1");
    await vi.advanceTimersByTimeAsync(100);
    expect(await Promise.all([early, late])).toHaveLength(2);
    expect(askedAtMs).toHaveLength(2);
    await reads.read("vs_1");
    expect(askedAtMs).toHaveLength(2);
  });
});
