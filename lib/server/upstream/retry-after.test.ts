import { describe, expect, test } from "vitest";
import { parseRetryAfterSeconds } from "./retry-after";

const NOW = new Date("2026-11-23T10:00:00Z");

describe("Retry-After", () => {
  test.each([
    ["7", 7],
    [" 0 ", 0],
    ["86400", 300],
    ["Mon, 23 Nov 2026 10:00:30 GMT", 30],
    ["Mon, 23 Nov 2026 09:00:00 GMT", 0],
  ])("%j is %i seconds", (header, seconds) => {
    expect(parseRetryAfterSeconds(header, NOW)).toBe(seconds);
  });

  test.each([[null], [""], ["-1"], ["1.5"], ["soon"], ["1e3"], ["Mon, soon"]])(
    "%j says nothing",
    (header) => {
      expect(parseRetryAfterSeconds(header, NOW)).toBeNull();
    },
  );
});
