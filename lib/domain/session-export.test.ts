import { expect, test } from "vitest";
import { SESSION_EXPORT_COLUMNS, toExportCells, toExportHeads } from "./session-export";

const ZONE = "Europe/Paris";
const NOW = new Date("2026-11-23T11:00:00Z");
const SESSION = {
  id: "vs_one",
  status: "in_progress",
  failure_code: null,
  nfc_tries_used: 1,
  liveness_tries_used: 0,
  share_field_count: 3,
  redirect_url: "https://shop.example/back?order=A-1&token=s3cr3t",
  created_at: "2026-11-23T09:00:00.000Z",
  expires_at: "2026-11-23T10:00:00.000Z",
  completed_at: null,
};

test("a row says what the screen says, with Kayle's own value beside each word", () => {
  const heads = toExportHeads(SESSION_EXPORT_COLUMNS, ZONE);
  const cells = toExportCells(SESSION_EXPORT_COLUMNS, SESSION, { zone: ZONE, now: NOW });
  expect(cells).toHaveLength(heads.length);
  expect(Object.fromEntries(heads.map((head, at) => [head, cells[at]]))).toMatchObject({
    Status: "Past its time",
    "Status (Kayle)": "in_progress",
    "Created (Europe/Paris)": "2026-11-23 10:00:00",
    "Ended (Europe/Paris)": null,
    "Runs out (Europe/Paris)": "2026-11-23 11:00:00",
    Reference: "order A-1",
    "Redirect host": "shop.example",
  });
  expect(cells.join()).not.toContain("s3cr3t");
});
