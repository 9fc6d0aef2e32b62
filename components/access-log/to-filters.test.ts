import { expect, test } from "vitest";
import { accessFiltersSchema, toAccessLogText } from "@/lib/contracts/access-log";
import type { LogState } from "./log-state";
import { isNarrowed, toFilters } from "./to-filters";

const NOTHING: LogState = {
  staff: null,
  event: null,
  outcome: null,
  session: null,
  ticket: null,
  from: null,
  to: null,
};
const ZONE = "Europe/Paris";

test("a URL without filters asks for everything, one with filters for what they say", () => {
  expect(isNarrowed(toFilters(NOTHING, ZONE).filters)).toBe(false);
  const { filters, faulty } = toFilters({ ...NOTHING, staff: "Mara", from: "2026-11-20" }, ZONE);
  expect(faulty).toEqual([]);
  expect(filters).toEqual({ staff: "Mara", from: "2026-11-20", zone: ZONE });
  expect(isNarrowed(filters)).toBe(true);
});

test.each([
  [{ session: "vs_1" }, "session"],
  [{ from: "2026-02-30" }, "from"],
  [{ staff: "x".repeat(101) }, "staff"],
])("%j is named as faulty, and the others stay", (change, name) => {
  const { filters, faulty } = toFilters({ ...NOTHING, ticket: "SUP-1", ...change }, ZONE);
  expect(faulty).toEqual([name]);
  expect(filters).toEqual({ ticket: "SUP-1", zone: ZONE });
});

test("what is asked of the desk is what the page understood", () => {
  const state: LogState = {
    staff: "Zoë & co",
    event: "cancel",
    outcome: "failed",
    session: `vs_${"a1B2".repeat(16)}`,
    ticket: "a=b&c",
    from: "2026-11-20",
    to: "2026-11-22",
  };
  const { filters } = toFilters(state, ZONE);
  const asked = Object.fromEntries(new URLSearchParams(toAccessLogText(filters)));
  expect(accessFiltersSchema.parse(asked)).toEqual(filters);
});
