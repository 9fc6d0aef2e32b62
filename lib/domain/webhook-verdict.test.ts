import { describe, expect, test } from "vitest";
import type { KayleDelivery, KayleEvent } from "./kayle-event";
import { aSession, NOW } from "./session-record.fixture";
import { toWebhookVerdict, type WebhookFacts } from "./webhook-verdict";

const SESSION = aSession({ status: "succeeded" });
const WORDS = {
  now: NOW,
  formatTime: (iso: string) => iso.slice(11, 19),
  nameEndpoint: (id: string) => id.replace("whe_", ""),
};

function aDelivery(overrides: Partial<KayleDelivery> = {}): KayleDelivery {
  return {
    id: "whd_1",
    webhook_endpoint_id: "whe_shop",
    status: "succeeded",
    last_status_code: 200,
    attempt_count: 1,
    last_attempt_at: "2026-11-23T10:26:03.000Z",
    next_attempt_at: null,
    payload_expires_at: null,
    payload_scrubbed_at: null,
    payload_retention_reason: "delivered",
    ...overrides,
  };
}

function anEvent(deliveries: KayleDelivery[], overrides: Partial<KayleEvent> = {}): KayleEvent {
  return {
    id: "evt_1",
    type: "verification.session.succeeded",
    trigger_type: "verification_session",
    trigger_id: SESSION.id,
    created_at: "2026-11-23T10:26:02.000Z",
    deliveries,
    ...overrides,
  };
}

function verdictOf(overrides: Partial<WebhookFacts>) {
  const facts = { session: SESSION, access: "full", events: [] } as const;
  return toWebhookVerdict({ ...facts, ...overrides }, WORDS);
}

const REFUSED = aDelivery({
  status: "failed",
  last_status_code: 500,
  attempt_count: 8,
  payload_expires_at: "2026-11-26T10:26:03.000Z",
  payload_retention_reason: "terminal_failure_retention",
});
const GIVEN_UP = { status: "failed", last_status_code: null, attempt_count: 1 };

const CASES: [string, Partial<WebhookFacts>, kind: string, sentence: string][] = [
  [
    "without the scope",
    { access: "none" },
    "no_scope",
    "The desk’s key may not read webhooks, so their fate is not known here.",
  ],
  ["not read yet", { access: "not_read" }, "not_read", "The desk has not read Kayle’s events yet."],
  [
    "an open session",
    { session: aSession() },
    "not_ended",
    "The session has not ended, so Kayle has nothing to tell your app yet.",
  ],
  [
    "ended without an event",
    {},
    "no_event",
    "The session has ended, but no event of its end is among those that the desk read; Kayle keeps events for 30 days.",
  ],
  [
    "delivered",
    { events: [anEvent([aDelivery()])] },
    "delivered",
    "Kayle’s event “succeeded” was delivered: to shop at 10:26:03 (HTTP 200).",
  ],
  [
    "refused",
    { events: [anEvent([REFUSED])] },
    "refused",
    "Kayle’s event “succeeded” was refused by shop at 10:26:03 with HTTP 500 after 8 attempts; it can be resent until 10:26:03.",
  ],
  [
    "refused, too old to resend",
    { events: [anEvent([{ ...REFUSED, payload_expires_at: "2026-11-23T10:30:00.000Z" }])] },
    "refused",
    "Kayle’s event “succeeded” was refused by shop at 10:26:03 with HTTP 500 after 8 attempts; it can no longer be resent.",
  ],
  [
    "no answer at all",
    { events: [anEvent([{ ...REFUSED, last_status_code: null }])] },
    "unanswered",
    "Kayle’s event “succeeded” got no answer from shop in 8 attempts; it can be resent until 10:26:03.",
  ],
  [
    "still pending",
    {
      events: [
        anEvent([
          aDelivery({
            status: "pending",
            last_status_code: 503,
            attempt_count: 2,
            next_attempt_at: "2026-11-23T10:56:00.000Z",
          }),
        ]),
      ],
    },
    "pending",
    "Kayle’s event “succeeded” has not reached shop yet: 2 attempts so far, last answer HTTP 503, next attempt at 10:56:00.",
  ],
  [
    "no active key",
    { events: [anEvent([aDelivery({ ...GIVEN_UP, payload_retention_reason: "no_active_key" })])] },
    "no_active_key",
    "Kayle’s event “succeeded” could not be sent to shop: that endpoint had no active key, and nothing is left to resend.",
  ],
  [
    "never encrypted",
    {
      events: [
        anEvent([aDelivery({ ...GIVEN_UP, payload_retention_reason: "jwe_creation_failed" })]),
      ],
    },
    "not_encrypted",
    "Kayle’s event “succeeded” could not be sent to shop: Kayle could not encrypt it, and nothing is left to resend.",
  ],
  [
    "scrubbed by a withdrawal",
    {
      events: [anEvent([aDelivery({ ...GIVEN_UP, payload_retention_reason: "privacy_request" })])],
    },
    "scrubbed",
    "Kayle’s event “succeeded” was not delivered to shop: its content was removed because the person withdrew.",
  ],
  [
    "nowhere to send it",
    { events: [anEvent([])] },
    "no_endpoint",
    "Kayle made the event “succeeded” but sent it nowhere: no endpoint is subscribed to it.",
  ],
  [
    "delivered to one of two",
    { events: [anEvent([aDelivery({ id: "whd_2", webhook_endpoint_id: "whe_crm" }), REFUSED])] },
    "delivered_in_part",
    "Kayle’s event “succeeded” was refused by shop at 10:26:03 with HTTP 500 after 8 attempts; it can be resent until 10:26:03. It was delivered elsewhere: to crm at 10:26:03 (HTTP 200).",
  ],
  [
    "two events, as after a withdrawal",
    {
      events: [
        anEvent([aDelivery()], {
          id: "evt_2",
          type: "verification.session.cancelled",
          created_at: "2026-11-23T10:36:02.000Z",
        }),
        anEvent([aDelivery()]),
        anEvent([aDelivery()]),
      ],
    },
    "several_events",
    "Kayle made 2 events of an end: “succeeded” at 10:26:02, “cancelled” at 10:36:02. The last one holds. For the last: Kayle’s event “cancelled” was delivered: to shop at 10:26:03 (HTTP 200).",
  ],
  [
    "a status that the desk does not know",
    { events: [anEvent([aDelivery({ status: "parked" })])] },
    "unknown",
    "Kayle’s event “succeeded” stands at “parked” for shop, which this desk does not know.",
  ],
];

describe("they say verified, our app says no", () => {
  test.each(CASES)("%s", (_name, facts, kind, sentence) => {
    expect(verdictOf(facts)).toEqual({ kind, sentence });
  });

  test("an event of another session or of an attempt is no event of this one's end", () => {
    const others = [
      anEvent([aDelivery()], { trigger_id: "vs_other" }),
      anEvent([], { type: "verification.attempt.failed" }),
    ];
    expect(verdictOf({ events: others }).kind).toBe("no_event");
  });
});
