import { expect, test } from "vitest";
import { createSeenDeliveries } from "./seen-deliveries";
import { CLOCK_WINDOW_MS } from "./signature";

test("a delivery is known by either of its names, and no other is", () => {
  const seen = createSeenDeliveries();
  seen.add(["whd_1", "signature 1"]);
  expect(seen.has(["whd_1", "signature 2"])).toBe(true);
  expect(seen.has(["whd_2", "signature 1"])).toBe(true);
  expect(seen.has(["whd_2", "signature 2"])).toBe(false);
});

test("it is known for as long as its signature can count, the future's included, and then forgotten", () => {
  let nowMs = 1_000;
  const seen = createSeenDeliveries(() => nowMs);
  seen.add(["whd_1"]);
  nowMs += 2 * CLOCK_WINDOW_MS;
  expect(seen.has(["whd_1"])).toBe(true);
  nowMs += CLOCK_WINDOW_MS;
  expect(seen.has(["whd_1"])).toBe(false);
});

test("a flood of deliveries takes bounded memory: the oldest are forgotten first", () => {
  const seen = createSeenDeliveries();
  for (let at = 0; at < 20_000; at++) seen.add([`whd_${at}`]);
  expect(seen.has(["whd_0"])).toBe(false);
  expect(seen.has(["whd_19999"])).toBe(true);
  const known = Array.from({ length: 20_000 }, (_, at) => seen.has([`whd_${at}`])).filter(Boolean);
  expect(known).toHaveLength(10_000);
});
