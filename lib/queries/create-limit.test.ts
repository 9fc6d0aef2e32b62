import fc from "fast-check";
import { expect, test } from "vitest";
import { createLimit } from "./create-limit";

const STAY = new AbortController().signal;

test("never more than so many run at once, all run once, whatever ends or fails when", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.boolean(), { maxLength: 30 }),
      async (scheduler, max, failing) => {
        const limit = createLimit(max);
        const begun: number[] = [];
        let running = 0;
        let most = 0;
        const all = failing.map((isFailing, index) =>
          limit(async () => {
            begun.push(index);
            running += 1;
            most = Math.max(most, running);
            await scheduler.schedule(Promise.resolve());
            running -= 1;
            if (isFailing) throw new Error("failed");
            return index;
          }, STAY).catch(() => index),
        );
        await scheduler.waitFor(Promise.all(all));
        expect(most).toBeLessThanOrEqual(max);
        expect(begun).toEqual(failing.map((_, index) => index));
      },
    ),
  );
});

test("a task that is given up while it waits never begins, and lets the next one pass", async () => {
  const limit = createLimit(1);
  const begun: string[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const first = limit(() => held, STAY);
  const leaving = new AbortController();
  const second = limit(async () => begun.push("second"), leaving.signal);
  const third = limit(async () => begun.push("third"), STAY);
  leaving.abort(new Error("gone"));
  await expect(second).rejects.toThrow("gone");
  letGo();
  await Promise.all([first, third]);
  expect(begun).toEqual(["third"]);
});
