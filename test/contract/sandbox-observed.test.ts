import { describe, expect, it } from "vitest";
import { createSandbox } from "@/sandbox/sandbox";
import { readObserved } from "../replay/observed";
import { toSandboxCall } from "./recorded-situation";
import { listShapeDifferences } from "./shape";
import { hasUpstreamFiles, OBSERVED_PATH } from "./upstream-files";

const SUITE = "the sandbox against the recorded server";
const isThere = hasUpstreamFiles(SUITE);
/** When it was recorded: the recorded dates lie around it. */
const RECORDED_AT = Date.parse("2026-11-23T05:10:00Z");

function parse(body: unknown): unknown {
  if (typeof body !== "string" || !/^[[{]/.test(body)) return body ?? "";
  return JSON.parse(body);
}

function hasRows(body: unknown): boolean {
  const data = (body as { data?: unknown } | null)?.data;
  return Array.isArray(data) && data.length > 0;
}

describe("a comparison of shapes", () => {
  it("names a missing key, a new key and another type, and lets null stand for any", () => {
    const recorded = { a: 1, b: { c: "x" }, d: [{ e: true }], f: null };
    expect(listShapeDifferences(recorded, { a: 2, b: { c: null }, d: [], f: 3 })).toEqual([]);
    expect(listShapeDifferences(recorded, { a: "2", b: {}, d: [{ e: 1 }], f: 3, g: 1 })).toEqual([
      "$.g is not in the recording",
      "$.a is string instead of number",
      "$.b.c is missing",
      "$.d[].e is number instead of boolean",
    ]);
  });
});

describe.skipIf(!isThere)(SUITE, () => {
  const records = isThere ? readObserved(OBSERVED_PATH) : [];
  const sandbox = createSandbox({ live: false, now: () => RECORDED_AT });
  const events = () => {
    const { main } = sandbox.world().organisations;
    const settled = sandbox.clock.now() - 60_000;
    for (const event of main.events.newestFirst()) {
      if (event.deliveries.length > 0 && event.createdAt < settled) return event.id;
    }
    throw new Error("There is no event with a delivery.");
  };

  // In the order of the recording: a cancel changes what the next read shows.
  it.each(records)("$name", async (record) => {
    const call = toSandboxCall(record, sandbox, events);
    const response = await sandbox.handle(call);
    const body = parse(response.body);
    expect(response.status).toBe(record.status);
    expect(response.headers).toEqual(record.headers);
    if (record.status >= 400) {
      expect(body).toEqual(record.body);
      return;
    }
    expect(listShapeDifferences(record.body, body)).toEqual([]);
    if (Array.isArray((record.body as { data?: unknown } | null)?.data)) {
      expect(hasRows(body)).toBe(hasRows(record.body));
    }
  });

  it("answers each recorded session with the recorded state, fields and order of keys", async () => {
    const reads = records.filter(({ name }) => name.startsWith("get by id: "));
    const sessions = reads.filter(({ status }) => status === 200);
    expect(sessions.length).toBeGreaterThan(30);
    for (const record of sessions) {
      const response = await sandbox.handle(toSandboxCall(record, sandbox, events));
      const { data } = JSON.parse(String(response.body));
      const recorded = (record.body as { data: Record<string, unknown> }).data;
      expect(Object.keys(data)).toEqual(Object.keys(recorded));
      for (const field of ["status", "failure_code", "nfc_tries_used", "liveness_tries_used"]) {
        expect([record.name, data[field]]).toEqual([record.name, recorded[field]]);
      }
      expect(JSON.stringify(data["share_fields"])).toBe(JSON.stringify(recorded["share_fields"]));
    }
  });

  it("counts no less than the recorded empty organisation does: nothing, for 14 days", async () => {
    const headers = { authorization: `Bearer ${sandbox.keys.empty}` };
    const url = "/v1/analytics/sessions/overview";
    const { body } = await sandbox.handle({ method: "GET", url, headers });
    const { data } = JSON.parse(String(body));
    expect(data.summary.total).toBe(0);
    expect([data.trend.length, data.timeline.length]).toEqual([14, 14]);
  });
});
