import { expect, test } from "vitest";
import { describeStandstill } from "./describe-standstill";

const NOW = { now: new Date("2026-11-23T10:00:30.000Z"), zone: "UTC" };
const AT = "2026-11-23T10:00:20.000Z";

function meta(asOf: string | null, code: string | null) {
  const fault = code === null ? null : { code, at: AT };
  const coverage = {
    completeSince: null,
    windowStart: AT,
    unreadableRows: 0,
    difference: null,
    fault,
  };
  return { asOf, coverage };
}

test("an index that stands still says since when, and why, in words for people", () => {
  const said = describeStandstill(meta("2026-11-23T10:00:00.000Z", "UPSTREAM_UNAUTHORIZED"), NOW);
  expect(said?.title).toBe("This list is not being kept up: it is as it was today at 10:00:00.");
  expect(said?.why).toBe("Kayle refused the desk’s API key.");
  expect(said?.hint).toContain("must check the key");
});

test("a fault of a moment, and one that is over, are no news", () => {
  expect(describeStandstill(meta("2026-11-23T10:00:20.000Z", "UPSTREAM_ERROR"), NOW)).toBeNull();
  expect(describeStandstill(meta("2026-11-23T09:00:00.000Z", null), NOW)).toBeNull();
});

test("an index that was never in step says so at once", () => {
  expect(describeStandstill(meta(null, "UPSTREAM_FORBIDDEN"), NOW)?.title).toBe(
    "The desk has not been able to read Kayle’s list yet.",
  );
});

test("a refusal of the desk's own question does not ask the person to correct something", () => {
  const { why, hint } = describeStandstill(meta(null, "INVALID_REQUEST"), NOW) ?? {};
  expect(`${why} ${hint}`).not.toMatch(/correct/i);
});

test("a code that this desk does not know is shown as it is", () => {
  expect(describeStandstill(meta(null, "SOMETHING_NEW"), NOW)?.why).toContain("SOMETHING_NEW");
});
