import { describe, expect, test } from "vitest";
import { CAUSES, type Cause } from "./cause";
import type { SessionRecord } from "./session";
import { aSession, eachCase, NOW, ODD_COUNTS } from "./session-record.fixture";
import { formatMoment } from "./time";
import { toVerdict } from "./verdict";

const formatTime = (iso: string) => formatMoment(iso, "UTC", NOW);

const AUTHENTICITY = "document_authenticity_failed";
const ACTIVE = "document_active_authentication_failed";
const CHIP = "document_chip_authentication_failed";
const TRUST = "document_anti_cloning_attestation_failed";
const DATA = "document_data_invalid";
const MISMATCH = "selfie_face_mismatch";

type Row = [Partial<SessionRecord>, Cause, move: string, headline: string];

function s(status: string, nfc = 0, liveness = 0, more: Partial<SessionRecord> = {}) {
  return { status, nfc_tries_used: nfc, liveness_tries_used: liveness, ...more };
}
const code = (failure_code: string) => ({ failure_code });
const EXPIRED = { expires_at: "2026-11-23T10:35:00.000Z" };
const LONG_AGO = {
  created_at: "2026-11-10T10:00:00.000Z",
  completed_at: "2026-11-10T10:20:00.000Z",
  updated_at: "2026-11-10T10:20:00.010Z",
};
const CHANGED_LATER = { updated_at: "2026-11-23T10:33:00.000Z" };

const ROWS: Record<string, Row> = {
  "created, untouched": [
    s("created"),
    "not_started",
    "customer",
    "The check was created 40 minutes ago and has not been started. There are 20 minutes left.",
  ],
  "created a moment ago": [
    s("created", 0, 0, { created_at: "2026-11-23T10:37:40.000Z" }),
    "not_started",
    "customer",
    "The check was created just now and has not been started. There are 20 minutes left.",
  ],
  "created by a clock ahead of ours": [
    s("created", 0, 0, { created_at: "2026-11-23T10:38:30.000Z" }),
    "not_started",
    "customer",
    "The check was created just now and has not been started. There are 20 minutes left.",
  ],
  "created, far ahead by Kayle's clock": [
    s("created", 0, 0, { created_at: "2026-11-23T12:00:00.000Z" }),
    "not_started",
    "customer",
    "The check was created at 12:00:00 and has not been started. There are 20 minutes left.",
  ],
  "created, last minute": [
    s("created", 0, 0, { expires_at: "2026-11-23T10:38:31.000Z" }),
    "not_started",
    "customer",
    "The check was created 40 minutes ago and has not been started. Less than a minute is left.",
  ],
  "created, one minute left": [
    s("created", 0, 0, { expires_at: "2026-11-23T10:39:31.000Z" }),
    "not_started",
    "customer",
    "The check was created 40 minutes ago and has not been started. There is 1 minute left.",
  ],
  "in progress, clean": [
    s("in_progress"),
    "under_way",
    "customer",
    "The check is under way, with no failures so far. There are 20 minutes left.",
  ],
  "in progress, deadline unreadable": [
    s("in_progress", 0, 0, { expires_at: "?" }),
    "under_way",
    "customer",
    "The check is under way, with no failures so far.",
  ],
  "in progress, one chip failure": [
    s("in_progress", 1),
    "under_way_after_failures",
    "customer",
    "The check is under way, after one chip failure. There are 20 minutes left.",
  ],
  "in progress, one of each": [
    s("in_progress", 1, 1),
    "under_way_after_failures",
    "customer",
    "The check is under way, after one chip failure and one liveness or face failure. There are 20 minutes left.",
  ],
  "in progress, last chip try": [
    s("in_progress", 2),
    "last_try",
    "customer",
    "The check is under way, after two chip failures: one more ends it. There are 20 minutes left.",
  ],
  "in progress, last face try": [
    s("in_progress", 1, 2),
    "last_try",
    "customer",
    "The check is under way, after one chip failure and two liveness or face failures: one more liveness or face failure ends it. There are 20 minutes left.",
  ],
  "in progress, last try of both": [
    s("in_progress", 2, 2),
    "last_try",
    "customer",
    "The check is under way, after two chip failures and two liveness or face failures: one more of either ends it. There are 20 minutes left.",
  ],
  "in progress, yet a counter is full": [
    s("in_progress", 3),
    "no_try_left",
    "kayle",
    "All tries of one step are used up, after three chip failures, yet Kayle still lists the check as open.",
  ],
  "created, past its time": [
    s("created", 0, 0, EXPIRED),
    "overdue_not_started",
    "kayle",
    "Time ran out at 10:35:00; Kayle has not closed it yet. The check had not been started.",
  ],
  "in progress, past its time": [
    s("in_progress", 1, 0, EXPIRED),
    "overdue_under_way",
    "kayle",
    "Time ran out at 10:35:00; Kayle has not closed it yet.",
  ],
  "in progress, past its time since yesterday": [
    s("in_progress", 0, 0, { expires_at: "2026-11-22T23:59:00.000Z" }),
    "overdue_under_way",
    "kayle",
    "Time ran out at 22 Nov 2026, 23:59:00; Kayle has not closed it yet.",
  ],
  "succeeded, clean": [
    s("succeeded"),
    "succeeded",
    "nobody",
    "The check succeeded 12 minutes ago.",
  ],
  "succeeded after retries": [
    s("succeeded", 2, 1),
    "succeeded_after_failures",
    "nobody",
    "The check succeeded 12 minutes ago, after two chip failures and one liveness or face failure.",
  ],
  "succeeded, no time given": [
    s("succeeded", 0, 0, { completed_at: null }),
    "succeeded",
    "nobody",
    "The check succeeded.",
  ],
  "failed by the third chip reading": [
    s("failed", 3, 1, code(CHIP)),
    "failed",
    "customer",
    "The phone could not prove that the document’s chip is genuine. The third chip failure ended the session 12 minutes ago.",
  ],
  "failed by authenticity": [
    s("failed", 3, 0, code(AUTHENTICITY)),
    "failed",
    "customer",
    "The document’s chip was read, but its signature could not be confirmed. The third chip failure ended the session 12 minutes ago.",
  ],
  "failed by active authentication": [
    s("failed", 3, 0, code(ACTIVE)),
    "failed",
    "customer",
    "The document’s chip was read, but the test that shows it is the original did not succeed. The third chip failure ended the session 12 minutes ago.",
  ],
  "failed by the third liveness": [
    s("failed", 0, 3, code("liveness_failed")),
    "failed",
    "customer",
    "The camera could not confirm a live person. The third liveness or face failure ended the session 12 minutes ago.",
  ],
  "failed by the third face mismatch": [
    s("failed", 1, 3, code(MISMATCH)),
    "failed",
    "customer",
    "The face could not be matched with the photo in the document. The third liveness or face failure ended the session 12 minutes ago.",
  ],
  "failed at once by device trust": [
    s("failed", 0, 0, code(TRUST)),
    "failed",
    "customer",
    "Kayle could not confirm that the reading came from a trusted phone and app. That ended the session at once, 12 minutes ago.",
  ],
  "failed by unusable data at 0/0": [
    s("failed", 0, 0, code(DATA)),
    "failed",
    "customer",
    "What was read from the document could not be used. The session ended 12 minutes ago.",
  ],
  "failed, counters left at zero": [
    s("failed", 0, 0, code("liveness_failed")),
    "failed",
    "customer",
    "The camera could not confirm a live person. The session ended 12 minutes ago.",
  ],
  "failed, the other counter is full": [
    s("failed", 0, 3, code(CHIP)),
    "failed",
    "customer",
    "The phone could not prove that the document’s chip is genuine. The session ended 12 minutes ago.",
  ],
  "failed without a reason": [
    s("failed", 3),
    "failed_reason_missing",
    "customer",
    "The third chip failure ended the session 12 minutes ago. Kayle gives no more exact reason.",
  ],
  "failed without a reason, counters empty": [
    s("failed"),
    "failed_reason_missing",
    "customer",
    "The check failed 12 minutes ago. Kayle gives no reason.",
  ],
  "failed without a reason, both counters full": [
    s("failed", 3, 3),
    "failed_reason_missing",
    "customer",
    "The check failed 12 minutes ago. Kayle gives no reason.",
  ],
  "failed 13 days ago": [
    s("failed", 0, 3, LONG_AGO),
    "failed_reason_removed",
    "customer",
    "The third liveness or face failure ended the session 13 days ago. Kayle keeps the exact reason of a failure for 7 days only.",
  ],
  "failed for a new reason": [
    s("failed", 0, 0, code("lost_in_post")),
    "failed_reason_unknown",
    "customer",
    "The check failed 12 minutes ago. The reason, “lost_in_post”, is one that this desk does not know yet.",
  ],
  "expired, nothing counted": [
    s("expired"),
    "expired_no_failures",
    "customer",
    "Time ran out before the check was finished, and Kayle closed it 12 minutes ago. No failures are recorded.",
  ],
  "expired after a try": [
    s("expired", 1),
    "expired_after_failures",
    "customer",
    "Time ran out before the check was finished, after one chip failure. Kayle closed it 12 minutes ago.",
  ],
  "cancelled before the end": [
    s("cancelled"),
    "cancelled",
    "customer",
    "The check was cancelled 12 minutes ago. The record shows no result before that.",
  ],
  "cancelled after two failures": [
    s("cancelled", 0, 2),
    "cancelled_after_failures",
    "customer",
    "The check was cancelled 12 minutes ago, after two liveness or face failures. The record shows no result before that.",
  ],
  "withdrawn after a failure": [
    s("cancelled", 0, 3, { ...code(MISMATCH), ...CHANGED_LATER }),
    "cancelled_after_failed",
    "nobody",
    "The check failed 12 minutes ago (reason: face mismatch), and the person withdrew afterwards.",
  ],
  "withdrawn after a third failure, reason gone": [
    s("cancelled", 3, 0),
    "cancelled_after_end",
    "nobody",
    "The third chip failure ended the check 12 minutes ago. It is cancelled now; most likely the person withdrew.",
  ],
  "cancelled and changed later": [
    s("cancelled", 0, 0, CHANGED_LATER),
    "cancelled_after_end",
    "nobody",
    "The check ended 12 minutes ago, and its record was changed 6 min 58 s later. It is cancelled now; most likely the person withdrew.",
  ],
  "unknown status, open": [
    s("paused", 0, 0, { completed_at: null }),
    "unknown_status_open",
    "us",
    "Kayle reports “paused”, a status that this desk does not know yet. Its record shows no end.",
  ],
  "unknown status, ended": [
    s("archived"),
    "unknown_status_ended",
    "us",
    "Kayle reports “archived”, a status that this desk does not know yet. Its record shows an end 12 minutes ago.",
  ],
};

describe("telling cases", () => {
  test.each(Object.entries(ROWS))("%s", (_name, [overrides, cause, move, headline]) => {
    const verdict = toVerdict(aSession(overrides), { now: NOW, formatTime });
    expect(verdict).toMatchObject({ cause, move, headline });
  });

  test("every cause is among them", () => {
    expect(new Set(Object.values(ROWS).map(([, cause]) => cause))).toEqual(new Set(CAUSES));
  });
});

describe("every status, code and pair of counters", () => {
  test("has a headline under 200 characters and says whose move it is", () => {
    for (const { name, session, now } of eachCase()) {
      const verdict = toVerdict(session, { now, formatTime });
      expect(verdict.headline, name).toMatch(/^[A-Z][^!]+[.]$/);
      expect(verdict.headline.length, name).toBeLessThan(200);
      expect(verdict.headline, name).not.toMatch(/NaN|undefined|null|Invalid/);
      expect(["customer", "us", "kayle", "nobody"], name).toContain(verdict.move);
      expect(verdict.moveSentence, name).toMatch(/^(It is|Nobody)[^!]+[.]$/);
      expect(verdict.moveSentence, name).toMatch(MOVE_WORDS[verdict.move]);
    }
  });

  test("speaks of a third failure only where a counter stands at 3", () => {
    for (const { name, session, now } of eachCase()) {
      const { headline, moveSentence } = toVerdict(session, { now, formatTime });
      const counters = [session.nfc_tries_used, session.liveness_tries_used];
      if (/third/i.test(headline + moveSentence)) expect(counters, name).toContain(3);
    }
  });

  test("never calls a session expired that Kayle has not closed", () => {
    for (const { name, session, now } of eachCase()) {
      const { cause, headline, moveSentence } = toVerdict(session, { now, formatTime });
      if (cause.startsWith("overdue"))
        expect(headline + moveSentence, name).not.toMatch(/expired/i);
    }
  });

  test("names no time that does not stand in the record", () => {
    for (const { name, session, now } of eachCase()) {
      const asked: string[] = [];
      const spy = (iso: string) => `⟦${asked.push(iso)}⟧`;
      const { headline } = toVerdict(session, { now, formatTime: spy });
      const { created_at, expires_at, completed_at, updated_at } = session;
      for (const iso of asked)
        expect([created_at, expires_at, completed_at, updated_at], name).toContain(iso);
      expect(headline, name).not.toMatch(/\d\d:\d\d/);
      if (completed_at === null && created_at === "")
        expect(headline, name).not.toMatch(/ago|later/);
    }
  });

  test("bears counters outside the contract, and calls none of them the third", () => {
    for (const status of [
      "created",
      "in_progress",
      "succeeded",
      "failed",
      "expired",
      "cancelled",
      "odd",
    ])
      for (const nfc_tries_used of ODD_COUNTS) {
        const session = aSession({ status, nfc_tries_used, failure_code: CHIP });
        const { headline } = toVerdict(session, { now: NOW, formatTime });
        expect(headline, `${status} ${nfc_tries_used}`).not.toMatch(/third|NaN|-1/);
      }
  });
});

const MOVE_WORDS = {
  customer: /customer’s move/,
  us: /our move/,
  kayle: /Kayle’s move/,
  nobody: /^Nobody/,
} as const;

test("a session that Kayle leaves open for long is for our own people to report", () => {
  const session = aSession({ status: "in_progress" });
  const soon = toVerdict(session, { now: new Date("2026-11-23T11:00:00Z"), formatTime });
  const late = toVerdict(session, { now: new Date("2026-11-23T14:00:00Z"), formatTime });
  expect(soon.moveSentence).toContain("The customer need not wait");
  expect(late.moveSentence).toContain("3 hours late");
});

test("a record written within seconds of its end was not changed after it", () => {
  const base = { status: "cancelled", completed_at: "2026-11-23T10:26:00.000Z" };
  const at = (updated_at: string) =>
    toVerdict(aSession({ ...base, updated_at }), { now: NOW, formatTime }).cause;
  expect(at("2026-11-23T10:26:05.000Z")).toBe("cancelled");
  expect(at("2026-11-23T10:26:05.001Z")).toBe("cancelled_after_end");
  expect(at("2026-11-23T10:25:00.000Z")).toBe("cancelled");
  expect(at("whenever")).toBe("cancelled");
});

test("the reason of a failure counts as removed from 7 days after the end, not before", () => {
  const session = aSession({ status: "failed" });
  const at = (now: string) => toVerdict(session, { now: new Date(now), formatTime }).cause;
  expect(at("2026-11-30T10:26:01.999Z")).toBe("failed_reason_missing");
  expect(at("2026-11-30T10:26:02.000Z")).toBe("failed_reason_removed");
});
