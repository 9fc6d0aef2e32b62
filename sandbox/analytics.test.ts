import { describe, expect, it } from "vitest";
import { createSandbox } from "./sandbox";
import { callSandbox, walkList } from "./test-call";

const NOW = Date.parse("2026-11-23T12:00:00Z");
type Counts = Record<"total" | "active" | "success" | "failure" | "expired" | "cancelled", number>;
type Overview = { data: { summary: Counts; trend: Counts[]; timeline: Counts[] } };

describe("the overview", () => {
  it("counts every session once, and an overdue one as expired before the sweep says so", async () => {
    const sandbox = createSandbox({ size: 900, live: false, now: () => NOW });
    const all = await walkList(sandbox, "/v1/sessions", { limit: "100" });
    const isOpen = (status: string) => status === "created" || status === "in_progress";
    const overdue = all.filter((s) => isOpen(s.status) && Date.parse(s.expires_at) <= NOW).length;
    const of = (status: string) => all.filter((session) => session.status === status).length;
    const { body } = await callSandbox<Overview>(sandbox, "GET /v1/analytics/sessions/overview");
    expect(overdue).toBeGreaterThan(2);
    expect(body.data.summary).toEqual({
      total: all.length,
      active: of("created") + of("in_progress") - overdue,
      success: of("succeeded"),
      failure: of("failed"),
      expired: of("expired") + overdue,
      cancelled: of("cancelled"),
    });
  });

  it("sums the last fourteen days by the day of creation", async () => {
    const sandbox = createSandbox({ size: 900, live: false, now: () => NOW });
    const { body } = await callSandbox<Overview>(sandbox, "GET /v1/analytics/sessions/overview");
    const { trend, timeline } = body.data;
    expect([trend.length, timeline.length]).toEqual([14, 14]);
    const succeeded = trend.reduce((sum, day) => sum + day.success, 0);
    expect(timeline.at(-1)?.success).toBe(succeeded);
  });
});
