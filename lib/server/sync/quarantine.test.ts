import { expect, test } from "vitest";
import { createQuarantine } from "./quarantine";

test("a session whose answer stays unusable is asked for ever more seldom, until one can be used", () => {
  const quarantine = createQuarantine();
  let now = Date.parse("2026-11-23T10:00:00.000Z");
  const pauses = Array.from({ length: 7 }, () => {
    quarantine.add("vs_1", "data.status (invalid_type)", new Date(now));
    const from = now;
    while (quarantine.find("vs_1", new Date(now)) !== null) now += 1_000;
    return (now - from) / 1_000;
  });
  expect(pauses).toEqual([1, 4, 16, 64, 256, 600, 600]);
  expect(quarantine.find("vs_2", new Date(now))).toBeNull();
  quarantine.forget("vs_1");
  quarantine.add("vs_1", "data.status (invalid_type)", new Date(now));
  expect(quarantine.find("vs_1", new Date(now + 999))).toBe("data.status (invalid_type)");
  expect(quarantine.find("vs_1", new Date(now + 1_000))).toBeNull();
});
