import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { onAbort } from "./on-abort";

test("a signal calls who listens once, and nobody who has left", () => {
  const controller = new AbortController();
  const called: string[] = [];
  onAbort(controller.signal, () => called.push("stays"));
  const leave = onAbort(controller.signal, () => called.push("has left"));
  leave();
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  controller.abort();
  leave();
  expect(called).toEqual(["stays"]);
});
