import { describe, expect, test } from "vitest";
import type { SessionRecord } from "./session";
import { aSession, eachCase, NOW, ODD_COUNTS } from "./session-record.fixture";
import { explainTries } from "./tries";

type Row = [
  Partial<SessionRecord>,
  nfc: string,
  liveness: string,
  endedBy: "nfc" | "liveness" | null,
];
const FACE = "Face mismatches count here too. ";
const GAP = "Kayle’s record is known to leave failures out at times, so there may have been more.";

function s(status: string, nfc: number, liveness: number, failure_code: string | null = null) {
  return { status, nfc_tries_used: nfc, liveness_tries_used: liveness, failure_code };
}

const ROWS: Record<string, Row> = {
  "in progress, two face failures": [
    s("in_progress", 0, 2),
    "A third failure ends the session. Scans of the printed lines are not counted.",
    `${FACE}One more failure, the third, ends the session.`,
    null,
  ],
  "past its time": [
    { ...s("in_progress", 1, 2), expires_at: "2026-11-23T10:00:00Z" },
    "Two were left when time ran out.",
    `${FACE}One was left when time ran out.`,
    null,
  ],
  "ended by the third chip failure": [
    s("failed", 3, 1, "document_chip_authentication_failed"),
    "Ended by the third failure.",
    `${FACE}Two were left.`,
    "nfc",
  ],
  "ended by a third face mismatch": [
    s("failed", 0, 3, "selfie_face_mismatch"),
    "No failure was counted.",
    `${FACE}Ended by the third failure.`,
    "liveness",
  ],
  "ended at once by device trust": [
    s("failed", 0, 0, "document_anti_cloning_attestation_failed"),
    "No failure was counted. A device trust check ends a session at once, whatever the count.",
    `${FACE}No failure was counted. A device trust check ends a session at once, whatever the count.`,
    null,
  ],
  "ended by unusable data": [
    s("failed", 0, 0, "document_data_invalid"),
    "No failure was counted. Scans of the printed lines are not counted, so they spend no try.",
    `${FACE}No failure was counted.`,
    null,
  ],
  "failed by liveness, yet both at zero": [
    s("failed", 0, 0, "liveness_failed"),
    "No failure was counted.",
    `${FACE}None is reported, although the reason given belongs to this step. ${GAP}`,
    null,
  ],
  "failed by the chip, at two": [
    s("failed", 2, 0, "document_authenticity_failed"),
    `Only 2 are reported, although the reason given belongs to this step. ${GAP}`,
    `${FACE}No failure was counted.`,
    null,
  ],
  "no reason, chip counter full": [
    s("failed", 3, 0),
    "Ended by the third failure.",
    `${FACE}No failure was counted.`,
    "nfc",
  ],
  "no reason, both full": [
    s("failed", 3, 3),
    "All three were used; the record does not say which step ended the session.",
    `${FACE}All three were used; the record does not say which step ended the session.`,
    null,
  ],
  "no reason, both at zero": [
    s("failed", 0, 0),
    `None is reported. ${GAP}`,
    `${FACE}None is reported. ${GAP}`,
    null,
  ],
  "reason of one step, counter of the other full": [
    s("failed", 0, 3, "document_chip_authentication_failed"),
    `None is reported, although the reason given belongs to this step. ${GAP}`,
    `${FACE}All three were used, but Kayle names another reason for the end.`,
    null,
  ],
  "withdrawn after a third failure": [
    s("cancelled", 0, 3, "liveness_failed"),
    "No failure was counted.",
    `${FACE}Ended by the third failure.`,
    "liveness",
  ],
  "succeeded after retries": [s("succeeded", 2, 1), "One was left.", `${FACE}Two were left.`, null],
  "unknown status": [
    s("paused", 1, 0),
    "Three failures normally end a session.",
    `${FACE}Three failures normally end a session.`,
    null,
  ],
};

test.each(Object.entries(ROWS))("%s", (_name, [overrides, nfc, liveness, endedBy]) => {
  const tries = explainTries(aSession(overrides), NOW);
  expect(tries.nfc.sentences.join(" ")).toBe(nfc);
  expect(tries.liveness.sentences.join(" ")).toBe(liveness);
  expect(tries.nfc.endedSession).toBe(endedBy === "nfc");
  expect(tries.liveness.endedSession).toBe(endedBy === "liveness");
});

describe("every status, code and pair of counters", () => {
  test("is explained in whole sentences, with the figures as reported", () => {
    for (const { name, session, now } of eachCase()) {
      const { nfc, liveness } = explainTries(session, now);
      expect(nfc, name).toMatchObject({
        kind: "nfc",
        used: session.nfc_tries_used,
        max: 3,
        title: "Chip reading (NFC)",
      });
      expect(liveness, name).toMatchObject({
        kind: "liveness",
        used: session.liveness_tries_used,
        max: 3,
        title: "Liveness and face",
      });
      for (const tries of [nfc, liveness]) {
        expect(tries.left, name).toBe(3 - tries.used);
        expect(tries.summary, name).toBe(`${tries.used} of 3 failures used`);
        for (const sentence of tries.sentences) expect(sentence, name).toMatch(/^[A-Z][^!]+\.$/);
        expect(tries.sentences.join(" "), name).not.toMatch(/impossible|NaN|undefined/);
      }
    }
  });

  test("at most one counter ended it, only a full one, and never in a session that did not fail", () => {
    for (const { name, session, now } of eachCase()) {
      const ended = Object.values(explainTries(session, now)).filter((tries) => tries.endedSession);
      expect(ended.length, name).toBeLessThanOrEqual(1);
      for (const tries of ended) {
        expect(tries.used, name).toBe(3);
        expect(["failed", "cancelled"], name).toContain(session.status);
      }
    }
  });
});

test("figures outside the contract are shown as they are and explained as such", () => {
  for (const used of ODD_COUNTS) {
    const { nfc } = explainTries(aSession({ status: "failed", nfc_tries_used: used }), NOW);
    expect(nfc.summary).toBe(`${used} reported`);
    expect(nfc.sentences).toEqual([
      "Kayle reports a figure outside 0 to 3; it is shown as it was sent.",
    ]);
    expect(nfc.left).toBeGreaterThanOrEqual(0);
    expect(nfc.left).toBeLessThanOrEqual(3);
  }
});
