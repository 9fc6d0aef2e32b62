import { expect, test } from "vitest";
import { type EventsReach, toWebhookAccess } from "./webhook-access";

const REACH: EventsReach = {
  access: "ok",
  asOf: "2026-11-23T06:00:00Z",
  completeSince: "2026-11-20T00:00:00Z",
};

test.each([
  ["ended within what was read", "2026-11-23T05:00:00Z", REACH, "full"],
  ["is open", null, REACH, "full"],
  ["ended a minute before the last look", "2026-11-23T05:59:00Z", REACH, "full"],
  ["may have ended after it, as clocks differ", "2026-11-23T05:59:01Z", REACH, "not_read"],
  ["may have ended before the first event", "2026-11-20T00:00:59Z", REACH, "not_read"],
  ["ended after the last look", "2026-11-23T06:00:01Z", REACH, "not_read"],
  ["ended before what was read so far", "2026-11-19T00:00:00Z", REACH, "not_read"],
  ["ended, and nothing was read", "2026-11-23T05:00:00Z", { ...REACH, asOf: null }, "not_read"],
  ["ended, and nobody asked yet", null, { ...REACH, access: "unknown" as const }, "not_read"],
  ["ended, and the key may not look", null, { ...REACH, access: "no_scope" as const }, "none"],
])("of a session that %s, as much is claimed as was read", (_, completed_at, reach, access) => {
  expect(toWebhookAccess({ completed_at }, reach)).toBe(access);
});
