import { describe, expect, test } from "vitest";
import { createBulkhead } from "./bulkhead";

const never = () => new AbortController().signal;

function createGate() {
  let open = () => {};
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}

describe("the bulkhead", () => {
  test("lets no more than its places run at once, in the order they came", async () => {
    const bulkhead = createBulkhead(3);
    const gates = Array.from({ length: 20 }, createGate);
    const started: number[] = [];
    let running = 0;
    let runningMax = 0;
    const runs = gates.map(({ wait }, at) =>
      bulkhead.run(never(), async () => {
        started.push(at);
        running += 1;
        runningMax = Math.max(runningMax, running);
        await wait;
        running -= 1;
      }),
    );
    for (const { open } of gates) open();
    await Promise.all(runs);
    expect(runningMax).toBe(3);
    expect(started).toEqual(gates.map((_, at) => at));
  });

  test("gives the place of a failed call to the next", async () => {
    const bulkhead = createBulkhead(1);
    const failed = bulkhead.run(never(), () => Promise.reject(new Error("x")));
    const next = bulkhead.run(never(), async () => "next");
    await expect(failed).rejects.toThrow("x");
    expect(await next).toBe("next");
  });

  test("lets a waiting caller leave, and then does not run it", async () => {
    const bulkhead = createBulkhead(1);
    const gate = createGate();
    const holder = bulkhead.run(never(), () => gate.wait);
    const leaver = new AbortController();
    let ran = false;
    const left = bulkhead.run(leaver.signal, async () => {
      ran = true;
    });
    leaver.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
    gate.open();
    await holder;
    expect(await bulkhead.run(never(), async () => "free")).toBe("free");
    expect(ran).toBe(false);
  });

  test("refuses at once when far too many wait already", async () => {
    const bulkhead = createBulkhead(1);
    const gate = createGate();
    const held = Array.from({ length: 17 }, () => bulkhead.run(never(), () => gate.wait));
    await expect(bulkhead.run(never(), async () => {})).rejects.toMatchObject({
      code: "DESK_BUSY",
      retryAfterSeconds: 2,
    });
    gate.open();
    await Promise.all(held);
  });
});
