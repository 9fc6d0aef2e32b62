import { expect, test } from "vitest";
import { toSyncSettings } from "./run-in-server";

test("SYNC_INTERVAL_MS is how often sessions are asked for, and events are asked for half as often", () => {
  const settings = toSyncSettings({ syncMaxRps: 10, syncIntervalMs: 500, retentionDays: 30 });
  expect(settings).toMatchObject({ incrementalEveryMs: 500, eventsEveryMs: 1_000 });
});
