import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SessionWebhooksResponse } from "@/lib/contracts/session-webhooks";
import type { KayleDelivery } from "@/lib/domain/kayle-event";
import { queryKeys } from "./query-keys";
import { nextWebhookReadMs } from "./refetch-interval";
import { refreshWebhooks, resendMutation, webhooksQueryOptions } from "./webhook-queries";

const NOW = new Date("2026-11-23T06:00:00.000Z");
const ENDED = {
  id: "vs_1",
  completed_at: "2026-11-23T05:58:00.000Z",
  updated_at: "2026-11-23T05:58:00.000Z",
};
const META: SessionWebhooksResponse["meta"] = {
  access: "ok",
  asOf: "2026-11-23T05:59:55.000Z",
  completeSince: "2026-10-24T00:00:00.000Z",
  deliveriesReadAt: null,
  liveFault: null,
};

function answerWith(status: string | null, meta = META): SessionWebhooksResponse {
  const delivery: KayleDelivery = {
    id: "whd_a",
    webhook_endpoint_id: "whe_a",
    status: status ?? "",
    last_status_code: null,
    attempt_count: 0,
    last_attempt_at: null,
    next_attempt_at: null,
    payload_expires_at: null,
    payload_scrubbed_at: null,
    payload_retention_reason: null,
  };
  const event = {
    id: "evt_a",
    type: "verification.session.failed",
    trigger_type: "verification_session",
    trigger_id: ENDED.id,
    created_at: ENDED.completed_at,
    deliveries: [delivery],
  };
  return { data: { events: status === null ? [] : [event] }, error: null, meta };
}

describe("the fate of a webhook is followed", () => {
  const next = (
    answer: SessionWebhooksResponse,
    completed_at: string | null = ENDED.completed_at,
    updated_at = completed_at ?? "",
  ) => nextWebhookReadMs({ completed_at, updated_at }, answer, NOW);

  test("while a delivery is open", () => {
    expect(next(answerWith("pending"))).toBe(10_000);
    expect(next(answerWith("a_new_status"))).toBe(10_000);
    expect(next(answerWith("failed"))).toBe(false);
    expect(next(answerWith("succeeded"))).toBe(false);
  });

  test("while the event of a fresh end has not been looked for yet", () => {
    const behind = { ...META, asOf: "2026-11-23T05:57:00.000Z" };
    expect(next(answerWith(null, behind))).toBe(10_000);
    expect(next(answerWith(null))).toBe(false);
    expect(next(answerWith(null, behind), "2026-11-22T05:58:00.000Z")).toBe(false);
  });

  test("while the event of a fresh withdrawal has not been looked for yet", () => {
    const withdrawnAt = "2026-11-23T05:59:50.000Z";
    const end = "2026-11-20T05:58:00.000Z";
    expect(next(answerWith("succeeded"), end, withdrawnAt)).toBe(10_000);
    expect(next(answerWith("succeeded"), end, end)).toBe(false);
    const told = answerWith("succeeded");
    for (const event of told.data.events) event.created_at = "2026-11-23T05:59:50.100Z";
    expect(next(told, end, withdrawnAt)).toBe(false);
  });

  test("by the clock that the page gives, whatever the computer's own says", () => {
    const behind = answerWith(null, { ...META, asOf: "2026-11-23T05:57:00.000Z" });
    const everyMs = (now: Date) => {
      const { refetchInterval } = webhooksQueryOptions(ENDED, () => now);
      if (typeof refetchInterval !== "function") throw new Error("no interval");
      return refetchInterval({ state: { data: behind } } as Parameters<typeof refetchInterval>[0]);
    };
    expect(everyMs(NOW)).toBe(10_000);
    expect(everyMs(new Date("2026-11-24T06:00:00.000Z"))).toBe(false);
  });

  test("never without the scope, and never for a session that is open", () => {
    expect(next(answerWith("pending", { ...META, access: "no_scope" }))).toBe(false);
    expect(next(answerWith(null), null)).toBe(false);
    expect(nextWebhookReadMs(ENDED, undefined, NOW)).toBe(false);
  });
});

describe("calls of the page", () => {
  afterEach(() => vi.unstubAllGlobals());

  function answerAll(answers: { status: number; body: unknown }[]) {
    const calls: { path: string; background: boolean; body: unknown }[] = [];
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
      const headers = new Headers(init.headers);
      const background = headers.get("x-desk-background") === "1";
      calls.push({ path, background, body: init.body ?? null });
      const { status, body } = answers[calls.length - 1] ?? { status: 500, body: {} };
      return Promise.resolve(Response.json(body, { status }));
    });
    return calls;
  }

  test("read at Kayle once on opening and when the person asks, and by themselves only at the desk", async () => {
    const calls = answerAll(
      Array.from({ length: 3 }, () => ({ status: 200, body: answerWith("pending") })),
    );
    const client = new QueryClient();
    await client.fetchQuery(webhooksQueryOptions(ENDED, () => NOW));
    await client.fetchQuery({ ...webhooksQueryOptions(ENDED, () => NOW), staleTime: 0 });
    await refreshWebhooks(client, ENDED);
    expect(calls.map(({ path, background }) => [path, background])).toEqual([
      ["/api/sessions/vs_1/webhooks?live=1", false],
      ["/api/sessions/vs_1/webhooks", true],
      ["/api/sessions/vs_1/webhooks?live=1", false],
    ]);
  });

  const ATTEMPT = { deliveryId: "whd_a", attemptId: "try-1" };

  test("put what is true after a resend onto the page", async () => {
    const after = answerWith("pending");
    const meta = { ...META, outcome: "queued", by: "Mara", at: "2026-11-23T12:00:00.000Z" };
    const body = { ...after, meta };
    const calls = answerAll([{ status: 200, body }]);
    const client = new QueryClient();
    client.setQueryData(queryKeys.sessionWebhooks("vs_1"), answerWith("failed"));
    const options = resendMutation(client, "vs_1");
    const mutation = client.getMutationCache().build(client, options);
    expect((await mutation.execute(ATTEMPT)).meta.outcome).toBe("queued");
    expect(calls).toEqual([
      {
        path: "/api/sessions/vs_1/webhooks/whd_a/resend",
        background: false,
        body: '{"attemptId":"try-1"}',
      },
    ]);
    expect(client.getQueryData(queryKeys.sessionWebhooks("vs_1"))).toEqual(after);
  });

  test("mark the page's answer as old when Kayle refuses", async () => {
    const error = { code: "DELIVERY_NOT_RESENDABLE", message: "m", hint: "h", requestId: "r" };
    answerAll([{ status: 409, body: { data: null, error, meta: {} } }]);
    const client = new QueryClient();
    client.setQueryData(queryKeys.sessionWebhooks("vs_1"), answerWith("failed"));
    const mutation = client.getMutationCache().build(client, resendMutation(client, "vs_1"));
    await expect(mutation.execute(ATTEMPT)).rejects.toMatchObject({ error });
    const state = client.getQueryState(queryKeys.sessionWebhooks("vs_1"));
    expect(state?.isInvalidated).toBe(true);
  });
});
