import { describe, expect, test } from "vitest";
import { createSingleFlight } from "./single-flight";

type Start = { signal: AbortSignal; land: (value: string) => void; crash: (error: Error) => void };

/** A flight whose landing the test decides; `starts` counts the calls really made. */
function setUp() {
  const starts: Start[] = [];
  const flight = createSingleFlight<string>();
  const start = ({ signal }: AbortController) =>
    new Promise<string>((land, crash) => void starts.push({ signal, land, crash }));
  const join = (key: string, options?: { signal?: AbortSignal; fresh?: boolean }) =>
    flight.join(key, start, options);
  return { starts, join };
}

describe("one flight", () => {
  test("serves all who ask at the same time, and none after it has landed", async () => {
    const { starts, join } = setUp();
    const first = join("a");
    const second = join("a");
    expect([first.shared, second.shared]).toEqual([false, true]);
    starts[0]?.land("landed");
    expect(await Promise.all([first.result, second.result])).toEqual(["landed", "landed"]);
    join("a");
    expect(starts).toHaveLength(2);
  });

  test("is not shared between keys", () => {
    const { starts, join } = setUp();
    join("a");
    join("b");
    expect(starts).toHaveLength(2);
  });

  test("that fails is not kept", async () => {
    const { starts, join } = setUp();
    const failing = join("a").result;
    starts[0]?.crash(new Error("down"));
    await expect(failing).rejects.toThrow("down");
    const again = join("a");
    starts[1]?.land("up");
    expect(await again.result).toBe("up");
  });

  test("goes on for the others when one waiter leaves", async () => {
    const { starts, join } = setUp();
    const leaver = new AbortController();
    const left = join("a", { signal: leaver.signal }).result;
    const stayed = join("a", { signal: new AbortController().signal }).result;
    leaver.abort();
    await expect(left).rejects.toMatchObject({ kind: "aborted" });
    expect(starts[0]?.signal.aborted).toBe(false);
    starts[0]?.land("landed");
    expect(await stayed).toBe("landed");
  });

  test("is aborted when its last waiter leaves, and taken by nobody afterwards", async () => {
    const { starts, join } = setUp();
    const leaver = new AbortController();
    const left = join("a", { signal: leaver.signal }).result;
    leaver.abort();
    await expect(left).rejects.toMatchObject({ kind: "aborted" });
    expect(starts[0]?.signal.aborted).toBe(true);
    expect(join("a").shared).toBe(false);
  });

  test("asked for afresh never joins an older one, and later ones join the fresh one", async () => {
    const { starts, join } = setUp();
    const old = join("a").result;
    const fresh = join("a", { fresh: true });
    expect(fresh.shared).toBe(false);
    starts[0]?.land("before the cancel");
    expect(await old).toBe("before the cancel");
    const later = join("a");
    expect(later.shared).toBe(true);
    starts[1]?.land("after the cancel");
    expect(await Promise.all([fresh.result, later.result])).toEqual([
      "after the cancel",
      "after the cancel",
    ]);
  });
});
