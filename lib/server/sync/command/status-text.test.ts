import { expect, test } from "vitest";
import type { SyncStatus } from "../status";
import { toStatusText } from "./status-text";

const AT = new Date("2026-05-03T09:00:00Z");
const STATUS: SyncStatus = {
  asOf: AT,
  complete: true,
  completeSince: AT,
  windowStart: AT,
  unreadableRows: 3,
  lastError: { code: "UPSTREAM_BUSY", at: AT },
  countCheck: null,
  leader: "desk:1",
};
const HISTORY = { fullResync: null, events: null };
const COUNTS = { total: 10, active: 1, success: 5, failure: 2, expired: 1, cancelled: 1 };

test("a difference between Kayle's counts and the index's is shown for each outcome that has one", () => {
  const index = { ...COUNTS, total: 8, failure: 0 };
  const countCheck = { checkedAt: AT, upstream: COUNTS, fault: null, index };
  const text = toStatusText({ ...STATUS, countCheck }, HISTORY, { days: 30 });
  expect(text).toContain("Counts compared at 2026-05-03 09:00:00 UTC: not equal.");
  expect(text).toMatch(/^total +10 +8 {2}differs by -2$/m);
  expect(text).toMatch(/^failure +2 +0 {2}differs by -2$/m);
  expect(text).toMatch(/^success +5 +5$/m);
});

test("rows kept aside and a trouble that lasts are told with the rest", () => {
  const text = toStatusText(STATUS, HISTORY, { days: 30 });
  expect(text).toMatch(/Rows kept aside +3 that could not be read/);
  expect(text).toMatch(/Trouble +UPSTREAM_BUSY at 2026-05-03 09:00:00 UTC/);
});

test("what keeps Kayle's counts from being read is said", () => {
  const toText = (fault: string) => {
    const countCheck = { checkedAt: AT, upstream: null, fault, index: COUNTS };
    return toStatusText({ ...STATUS, countCheck }, HISTORY, { days: 30 });
  };
  expect(toText("UPSTREAM_FORBIDDEN")).toContain(
    "cannot be read: the key lacks analytics:read (2026",
  );
  expect(toText("UPSTREAM_CONTRACT")).toContain("Kayle did not give them, UPSTREAM_CONTRACT (2026");
});

test("a shorter retention explains why the index has fewer", () => {
  const countCheck = {
    checkedAt: AT,
    upstream: COUNTS,
    fault: null,
    index: { ...COUNTS, total: 4, success: 0 },
  };
  const toText = (days: number) => toStatusText({ ...STATUS, countCheck }, HISTORY, { days });
  expect(toText(3)).toContain("With RETENTION_DAYS=3 the index rightly holds fewer");
  expect(toText(30)).not.toContain("RETENTION_DAYS");
});
