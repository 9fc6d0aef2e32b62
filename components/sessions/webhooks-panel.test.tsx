import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ClockProvider } from "@/components/providers/clock-provider";
import { PreferencesProvider } from "@/components/providers/preferences-provider";
import type { SessionWebhooksResponse } from "@/lib/contracts/session-webhooks";
import type { KayleDelivery } from "@/lib/domain/kayle-event";
import { DEFAULT_PREFERENCES } from "@/lib/domain/preferences";
import { aSession } from "@/lib/domain/session-record.fixture";
import { queryKeys } from "@/lib/queries/query-keys";
import { WebhooksPanel } from "./webhooks-panel";

const NOW = "2026-11-23T12:00:00.000Z";
const SESSION = aSession({ status: "succeeded", completed_at: "2026-11-23T11:00:00.000Z" });
const META: SessionWebhooksResponse["meta"] = {
  access: "ok",
  asOf: "2026-11-23T11:59:55.000Z",
  completeSince: "2026-10-24T00:00:00.000Z",
  deliveriesReadAt: "2026-11-23T11:59:50.000Z",
  liveFault: null,
};
const REFUSED: KayleDelivery = {
  id: "whd_a",
  webhook_endpoint_id: "whe_orders",
  status: "failed",
  last_status_code: 503,
  attempt_count: 8,
  last_attempt_at: "2026-11-23T11:30:00.000Z",
  next_attempt_at: null,
  payload_expires_at: "2026-11-24T11:30:00.000Z",
  payload_scrubbed_at: null,
  payload_retention_reason: "terminal_failure_retention",
};

function answerWith(
  deliveries: KayleDelivery[] | null,
  meta: Partial<SessionWebhooksResponse["meta"]> = {},
): SessionWebhooksResponse {
  const event = {
    id: "evt_a",
    type: "verification.session.succeeded",
    trigger_type: "verification_session",
    trigger_id: SESSION.id,
    created_at: "2026-11-23T11:00:00.100Z",
  };
  const events = deliveries ? [{ ...event, deliveries }] : [];
  return { data: { events }, error: null, meta: { ...META, ...meta } };
}

function render(
  answer: SessionWebhooksResponse | null,
  { mayResend = true, session = SESSION } = {},
): string {
  const client = new QueryClient();
  if (answer) client.setQueryData(queryKeys.sessionWebhooks(session.id), answer);
  const html = renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <PreferencesProvider initial={DEFAULT_PREFERENCES} cookie="desk-view">
        <ClockProvider serverNow={NOW}>
          <WebhooksPanel session={session} mayResend={mayResend} />
        </ClockProvider>
      </PreferencesProvider>
    </QueryClientProvider>,
  );
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("the panel of a session's webhooks", () => {
  test("tells of each delivery how often, the last answer, and how long it can be resent", () => {
    const text = render(answerWith([REFUSED]));
    expect(text).toContain("was refused by whe_orders");
    expect(text).toMatch(/Attempts 8 .*Last answer HTTP 503 at 11:30:00/);
    expect(text).toMatch(/Can be resent until .*11:30:00/);
    expect(text).toContain("Send again…");
  });

  test("tells of an open delivery when the next attempt is, and offers no resend", () => {
    const next = "2026-11-23T12:30:00.000Z";
    const text = render(answerWith([{ ...REFUSED, status: "pending", next_attempt_at: next }]));
    expect(text).toContain("Next attempt 12:30:00");
    expect(text).not.toContain("Send again…");
  });

  test("offers no resend to whoever may not, and none that Kayle would refuse, with the reason", () => {
    expect(render(answerWith([REFUSED]), { mayResend: false })).not.toContain("Send again…");
    const keyless = { ...REFUSED, payload_retention_reason: "no_active_key" };
    const text = render(answerWith([keyless]));
    expect(text).not.toContain("Send again…");
    expect(text).toContain("no active key");
  });

  test("says in one line that the key may not look, and nothing more", () => {
    const text = render(answerWith(null, { access: "no_scope", asOf: null }));
    expect(text.trim()).toMatch(/^Webhooks The desk’s key may not read webhooks[^.]*\.$/);
  });

  test("claims that there was no event only where the time of the end was read", () => {
    expect(render(answerWith(null))).toContain("no event of its end is among those");
    const behind = answerWith(null, { asOf: "2026-11-23T10:59:00.000Z" });
    expect(render(behind)).toContain("has not read Kayle’s events yet");
    expect(render(answerWith(null, { access: "unknown", asOf: null }))).toContain("not read");
  });

  test("says that what it shows is not live when Kayle did not answer", () => {
    const text = render(answerWith([REFUSED], { liveFault: "UPSTREAM_TIMEOUT" }));
    expect(text).toContain("stand as the desk last read them. UPSTREAM_TIMEOUT");
  });

  test("shows values of later days as they are, as text", () => {
    const odd = { ...REFUSED, status: "<b>paused</b>" };
    expect(render(answerWith([odd]))).toContain("&lt;b&gt;paused&lt;/b&gt;");
  });

  test("holds its place while nothing is known yet", () => {
    expect(render(null).trim()).toBe("Webhooks");
  });
});
