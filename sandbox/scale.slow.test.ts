import { describe, expect, it } from "vitest";
import { createSandbox } from "./sandbox";
import { callSandbox, type ListBody, walkList } from "./test-call";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const MINUTE_MS = 60_000;
const toIso = (ms: number) => new Date(ms).toISOString();

describe("a large sandbox", () => {
  it("starts with a million sessions in under 20 s and under 2 GB", async () => {
    const startedAt = performance.now();
    const sandbox = createSandbox({ size: 1_000_000, live: false, now: () => NOW });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(process.memoryUsage().rss).toBeLessThan(2 * 1024 ** 3);
    type Overview = { data: { summary: { total: number } } };
    const { body } = await callSandbox<Overview>(sandbox, "GET /v1/analytics/sessions/overview");
    expect(body.data.summary.total).toBe(1_000_000);
  }, 60_000);

  it("walks a narrow stretch of time completely, in order, and reads none of the rest", async () => {
    const sandbox = createSandbox({ size: 200_000, live: false, now: () => NOW });
    const { bulk } = sandbox.world().organisations.main.sessions;
    const [from, to] = [NOW - 9_000 * MINUTE_MS, NOW - 8_900 * MINUTE_MS];
    const expected: string[] = [];
    for (let index = 0; bulk !== null && index < bulk.size; index++) {
      const createdAt = bulk.createdAt(index);
      if (createdAt >= from && createdAt <= to) expected.push(bulk.ids.encode(index));
    }
    const walked = await walkList(sandbox, "/v1/sessions", {
      limit: "19",
      created_from: toIso(from),
      created_to: toIso(to),
    });
    const named = new Set(sandbox.notable().map((one) => one.id));
    expect(expected.length).toBeGreaterThan(300);
    expect(walked.map((one) => one.id).filter((id) => !named.has(id))).toEqual(expected);
  });

  it("goes on right behind the cursor, even where that lies outside the stretch", async () => {
    const options = { size: 100_000, gallery: false, live: false, now: () => NOW };
    const sandbox = createSandbox(options);
    const { bulk } = sandbox.world().organisations.main.sessions;
    const index = 40_000;
    const createdAt = toIso(bulk?.createdAt(index) ?? 0);
    const url = `GET /v1/sessions?created_from=${createdAt}&created_to=${createdAt}`;
    const after = bulk?.ids.encode(index - 1);
    const { body } = await callSandbox<ListBody<{ id: string }>>(
      sandbox,
      `${url}&starting_after=${after}`,
    );
    expect(body.data.map((one) => one.id)).toContain(bulk?.ids.encode(index));
  });

  it("creates and changes a hundred thousand sessions within seconds", async () => {
    const sandbox = createSandbox({ size: 0, gallery: false, live: false, now: () => NOW });
    // A busy machine takes longer for the same work.
    const startedAt = process.cpuUsage();
    const made = sandbox.sessions.create(Array.from({ length: 100_000 }, () => ({})));
    for (const { id } of made.slice(0, 10_000)) sandbox.sessions.patch(id, { status: "expired" });
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1_000).toBeLessThan(15_000);
    const url = "GET /v1/sessions?status=expired&limit=100";
    const { body } = await callSandbox<ListBody<{ id: string }>>(sandbox, url);
    expect(body.data).toHaveLength(100);
  }, 60_000);
});
