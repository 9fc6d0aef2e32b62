import { expect, test } from "vitest";
import { createByteBudget } from "./byte-budget";
import { discardBody, readRawBody } from "./read-raw-body";

const WITHIN_MS = 5_000;

function toRequest(source: UnderlyingDefaultSource<Uint8Array>): Request {
  const body = new ReadableStream(source);
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  return new Request("http://desk.invalid/", init);
}

function chunksOf(...sizes: number[]): UnderlyingDefaultSource<Uint8Array> {
  return {
    start(controller) {
      for (const size of sizes) controller.enqueue(new Uint8Array(size).fill(97));
      controller.close();
    },
  };
}

test("gives exactly the bytes that came, and keeps them in the budget until they are given back", async () => {
  const budget = createByteBudget(100);
  const body = await readRawBody(toRequest(chunksOf(10, 20)), {
    bytesMax: 30,
    withinMs: WITHIN_MS,
    budget,
  });
  expect(body).toEqual(Buffer.alloc(30, "a"));
  expect(budget.take(71)).toBe(false);
  budget.give(30);
  expect(budget.take(100)).toBe(true);
});

test("a body one byte too long is refused while it arrives, and frees its part of the budget", async () => {
  const budget = createByteBudget(100);
  const limits = { bytesMax: 29, withinMs: WITHIN_MS, budget };
  expect(await readRawBody(toRequest(chunksOf(10, 20)), limits)).toBe("too_large");
  expect(budget.take(100)).toBe(true);
});

test("bodies that are too much together are told to come again, whatever each of them holds", async () => {
  const budget = createByteBudget(50);
  const limits = { bytesMax: 30, withinMs: WITHIN_MS, budget };
  expect(await readRawBody(toRequest(chunksOf(30)), limits)).toHaveLength(30);
  expect(await readRawBody(toRequest(chunksOf(10, 20)), limits)).toBe("busy");
  expect(budget.take(20)).toBe(true);
});

test("a body that does not end in time is given up, and so is one that breaks off", async () => {
  const budget = createByteBudget(50);
  const endless = toRequest({ start: (controller) => controller.enqueue(new Uint8Array(5)) });
  expect(await readRawBody(endless, { bytesMax: 30, withinMs: 20, budget })).toBe("incomplete");
  const broken = toRequest({
    pull: (controller) => controller.error(new Error("the sender has gone")),
  });
  expect(await readRawBody(broken, { bytesMax: 30, withinMs: WITHIN_MS, budget })).toBe(
    "incomplete",
  );
  expect(budget.take(50)).toBe(true);
});

test("what is left of a refused body is read to its end; one without an end is cut off", async () => {
  let left = 20;
  let cancelled = false;
  const request = toRequest({
    pull: (controller) =>
      left-- > 0 ? controller.enqueue(new Uint8Array(10)) : controller.close(),
  });
  const limits = { bytesMax: 15, withinMs: WITHIN_MS, budget: createByteBudget(50) };
  expect(await readRawBody(request, limits)).toBe("too_large");
  expect(left).toBeGreaterThan(0);
  await discardBody(request, WITHIN_MS);
  expect(left).toBeLessThan(0);

  const endless = toRequest({
    cancel() {
      cancelled = true;
    },
  });
  await discardBody(endless, 20);
  expect(cancelled).toBe(true);
});
