import fc from "fast-check";
import { expect, test } from "vitest";
import { explainSessionId, isSessionId } from "./session-id";

const BODY = "mza7vecksrtyfw193ekcvl5vnws3bt1lz96buu3iw7zidckf8dga2zx2echb3t16";

test("an id is vs_ and exactly 64 letters or digits", () => {
  expect(isSessionId(`vs_${BODY}`)).toBe(true);
  expect(isSessionId(`vs_${BODY.toUpperCase()}`)).toBe(true);
  for (const wrong of [BODY, `vs_${BODY}a`, `vs_${BODY.slice(1)}`, `vs_${BODY}\n`, `VS_${BODY}`]) {
    expect(isSessionId(wrong), wrong).toBe(false);
  }
});

test.each([
  [`vs_${BODY}ab`, "length", "66 characters after vs_, 64 expected."],
  [`vs_${BODY.slice(2)}`, "length", "62 characters after vs_, 64 expected."],
  ["vs_", "length", "0 characters after vs_, 64 expected."],
  ["vs_a", "length", "1 character after vs_, 64 expected."],
  [
    `vs_${BODY.slice(0, 11)}_${BODY.slice(12)}`,
    "character",
    "Character 12 after vs_ is “_”: only letters and digits belong there.",
  ],
  [
    `vs_${BODY.slice(0, 4)} ${BODY.slice(5)}`,
    "character",
    "Character 5 after vs_ is a space: only letters and digits belong there.",
  ],
  [
    `vs_${BODY.slice(0, 4)}\n${BODY.slice(5)}`,
    "character",
    "Character 5 after vs_ is a line break: only letters and digits belong there.",
  ],
  [
    `vs_${BODY.slice(0, 4)}\u200B${BODY.slice(5)}`,
    "character",
    "Character 5 after vs_ is an invisible character: only letters and digits belong there.",
  ],
  [
    `vs_а${BODY.slice(1)}`,
    "character",
    "Character 1 after vs_ is “а” from another alphabet: only letters and digits belong there.",
  ],
  [
    `vs_ab🙂${BODY.slice(3)}`,
    "character",
    "Character 3 after vs_ is “🙂”: only letters and digits belong there.",
  ],
  [
    `vs_live_${BODY}`,
    "old-version",
    "Ids that begin with vs_live_ come from an older version of Kayle’s API and are no longer accepted.",
  ],
  [
    `VS_TEST_${BODY}`,
    "old-version",
    "Ids that begin with vs_test_ come from an older version of Kayle’s API and are no longer accepted.",
  ],
  [`evt_${BODY}`, "other-id", "That is an event id, not a session id."],
  [`whd_${BODY}`, "other-id", "That is a webhook delivery id, not a session id."],
  ["whe_xphseq2my4p8", "other-id", "That is a webhook endpoint id, not a session id."],
  ["whk_fan2rdjmc93h", "other-id", "That is the id of a webhook encryption key, not a session id."],
  [`va_${BODY}`, "other-id", "That is the id of one attempt, not a session id."],
  ["kk_secret", "other-id", "That is an API key, not a session id."],
  [`Vs_${BODY}`, "prefix-case", "The id begins with Vs_, small letters vs_ expected."],
  [BODY, "prefix-missing", "vs_ is missing in front of the 64 letters and digits."],
  ["hello", "prefix-missing", "A session id begins with vs_, and this does not."],
  ["constructor_x", "prefix-missing", "A session id begins with vs_, and this does not."],
  [` vs_${BODY}`, "spaces-around", "There are spaces around the id."],
  ["", "empty", "Nothing was given."],
  [" \n", "empty", "Nothing was given."],
])("%j: says what is wrong and where", (text, kind, sentence) => {
  expect(explainSessionId(text)).toEqual({ kind, sentence });
});

test("a text has a fault exactly when it is not an id, and the fault repeats none of its secrets", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((tail) => `vs_${tail}`),
      ),
      (text) => {
        const fault = explainSessionId(text);
        expect(fault === null).toBe(isSessionId(text));
        expect(fault?.sentence ?? "").not.toContain("\n");
      },
    ),
  );
  expect(explainSessionId("kk_topsecret")?.sentence).not.toContain("topsecret");
});
