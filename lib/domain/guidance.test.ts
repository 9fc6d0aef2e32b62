import { describe, expect, test } from "vitest";
import { type Guidance, toGuidance } from "./guidance";
import type { SessionRecord } from "./session";
import { aSession, eachCase, NOW, ODD_COUNTS } from "./session-record.fixture";

/** Every different text with the name of the first case that leads to it. */
const TEXTS = new Map<string, { name: string; guidance: Guidance }>();
for (const { name, session, now } of eachCase()) {
  const guidance = toGuidance(session, now);
  if (!TEXTS.has(guidance.en)) TEXTS.set(guidance.en, { name, guidance });
}
const EACH_TEXT = [...TEXTS.values()];

describe("what to tell the customer, for every status, code and pair of counters", () => {
  test("there are texts, and no more than can be read and kept right", () => {
    expect(EACH_TEXT.length).toBeGreaterThan(30);
    expect(EACH_TEXT.length).toBeLessThan(70);
  });

  test.each(EACH_TEXT)("at most 90 words in whole sentences: $name", ({ guidance }) => {
    for (const text of [guidance.en, guidance.fr]) {
      expect(text).toMatch(/^[A-ZÀ-Ý].+\.$/u);
      expect(text).not.toMatch(/[!]| {2}|undefined|null|NaN|\.\.|: [A-ZÀ-Ý]/);
      expect(text.split(/\s+/).length).toBeLessThanOrEqual(90);
    }
  });

  test.each(EACH_TEXT)("no code, no jargon, no name of the provider: $name", ({ guidance }) => {
    for (const text of [guidance.en, guidance.fr]) {
      expect(text).not.toMatch(/_|kayle|nfc|mrz|api|liveness|session|record|attestation|token/i);
      expect(text).not.toMatch(/\d/);
    }
  });

  test.each(EACH_TEXT)("no word of blame: $name", ({ guidance }) => {
    expect(guidance.en).not.toMatch(
      /fraud|fake|forged|\blie|lying|cheat|suspici|suspect|illegal|refus|reject|invalid|mistake|fault|wrong|not you\b|pretend|impost/i,
    );
    expect(guidance.fr).not.toMatch(
      /fraud|faux|fausse|contrefa|mensonge|mentir|trich|suspect|illégal|refus|rejet|invalide|erreur|faute|imposteur/i,
    );
  });

  test.each(EACH_TEXT)("each language keeps to itself: $name", ({ guidance }) => {
    expect(guidance.fr).not.toBe(guidance.en);
    expect(wordsOf(guidance.fr)).not.toEqual(expect.arrayContaining([oneOf(ENGLISH)]));
    expect(wordsOf(guidance.en)).not.toEqual(expect.arrayContaining([oneOf(FRENCH)]));
    expect(wordsOf(guidance.fr)).not.toEqual(expect.arrayContaining([oneOf(FAMILIAR)]));
    expect(guidance.en).toMatch(/\b(you|your|we)\b/i);
    expect(guidance.fr).toMatch(/\b(vous|votre|nous)\b/i);
  });

  test.each(EACH_TEXT)("typographic apostrophes and French spaces: $name", ({ guidance }) => {
    expect(guidance.en + guidance.fr).not.toMatch(/['"]/);
    expect(guidance.fr).not.toMatch(/[^\u202f][;:?»]/);
    expect(guidance.en).not.toMatch(/[\u202f\u00a0]/);
  });

  test("counters outside the contract give a text like any other", () => {
    for (const nfc_tries_used of ODD_COUNTS)
      for (const status of ["in_progress", "failed", "expired", "cancelled"])
        expect(toGuidance(aSession({ status, nfc_tries_used }), NOW).en).toMatch(/\w+\.$/);
  });
});

const ENGLISH = /^(the|and|your|you|please|phone|check|with|then|try|light|if|it|is)$/;
const FRENCH = /^(vous|votre|le|les|une|pas|puis|téléphone|document-là|et|si|la)$/;
/** The customer is addressed with vous. */
const FAMILIAR = /^(tu|ton|tes|toi|ta)$/;

/** Whole words; the language's own boundary sign does not know that é is a letter. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}

function oneOf(words: RegExp) {
  return expect.stringMatching(words);
}

const CHIP_TIP = "phone out of its case";
const FACE_TIP = "follow the movements slowly";
const NEW_CHECK = "start a new check from the same page";

type Row = [Partial<SessionRecord>, says: string[], doesNotSay: string[]];
const ROWS: Record<string, Row> = {
  "not started: how to begin": [
    { status: "created" },
    ["follow the steps on your phone"],
    [CHIP_TIP],
  ],
  "one chip failure: the chip tip, in the same check": [
    { status: "in_progress", nfc_tries_used: 1 },
    [CHIP_TIP, "try again in the same check"],
    [FACE_TIP, NEW_CHECK],
  ],
  "two face failures: the face tip, and what comes if it fails again": [
    { status: "in_progress", liveness_tries_used: 2 },
    [FACE_TIP, "If it does not work this time", NEW_CHECK],
    [CHIP_TIP],
  ],
  "past its time: nothing to wait for": [
    { status: "in_progress", expires_at: "2026-11-23T10:00:00Z" },
    ["nothing you need to wait for", NEW_CHECK],
    [],
  ],
  "succeeded: nothing to do, no new check": [
    { status: "succeeded" },
    ["is complete"],
    [NEW_CHECK, CHIP_TIP],
  ],
  "chip failure that had needed the camera twice: both tips": [
    {
      status: "failed",
      failure_code: "document_chip_authentication_failed",
      nfc_tries_used: 3,
      liveness_tries_used: 2,
    },
    [CHIP_TIP, FACE_TIP, NEW_CHECK],
    [],
  ],
  "chip failure alone: no tip for the camera": [
    { status: "failed", failure_code: "document_chip_authentication_failed", nfc_tries_used: 3 },
    [CHIP_TIP],
    [FACE_TIP],
  ],
  "device trust: about the phone, not the person": [
    {
      status: "failed",
      failure_code: "document_anti_cloning_attestation_failed",
      nfc_tries_used: 1,
      liveness_tries_used: 1,
    },
    ["not about you or your document", "another phone"],
    [CHIP_TIP, FACE_TIP, "keep it still", "even light"],
  ],
  "authenticity: another document first": [
    { status: "failed", failure_code: "document_authenticity_failed", nfc_tries_used: 3 },
    ["another passport or identity card"],
    [],
  ],
  "face mismatch: ordinary explanations": [
    { status: "failed", failure_code: "selfie_face_mismatch", liveness_tries_used: 3 },
    ["glasses or an older photo", FACE_TIP],
    [],
  ],
  "no reason, but the chip counter is full: the chip": [
    { status: "failed", nfc_tries_used: 3 },
    [CHIP_TIP],
    [FACE_TIP],
  ],
  "no reason and empty counters: general advice": [
    { status: "failed" },
    ["cannot see a more exact reason", NEW_CHECK],
    [],
  ],
  "withdrawn: nothing is asked of the person": [
    { status: "cancelled", failure_code: "liveness_failed", liveness_tries_used: 3 },
    ["nothing you need to do or send"],
    [NEW_CHECK, FACE_TIP],
  ],
  "probably withdrawn: nothing is asked either": [
    { status: "cancelled", updated_at: "2026-11-23T10:33:00Z" },
    ["nothing you need to do or send", "tell us"],
    [NEW_CHECK],
  ],
  "unknown status: no advice that may be wrong": [
    { status: "paused" },
    ["nothing you need to do for now"],
    [NEW_CHECK],
  ],
};

test.each(Object.entries(ROWS))("%s", (_name, [overrides, says, doesNotSay]) => {
  const { en } = toGuidance(aSession(overrides), NOW);
  for (const words of says) expect(en).toContain(words);
  for (const words of doesNotSay) expect(en).not.toContain(words);
});
