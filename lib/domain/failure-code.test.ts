import { expect, test } from "vitest";
import { describeFailureCode } from "./failure-code";
import { FAILURE_CODES } from "./session";

test.each([
  ["document_authenticity_failed", "Authenticity", "nfc", false],
  ["document_active_authentication_failed", "Active authentication", "nfc", false],
  ["document_chip_authentication_failed", "Chip authentication", "nfc", false],
  ["document_anti_cloning_attestation_failed", "Device trust", null, true],
  ["document_data_invalid", "Document data", null, false],
  ["liveness_failed", "Liveness", "liveness", false],
  ["selfie_face_mismatch", "Face mismatch", "liveness", false],
])("%s is %s", (code, title, counter, endsAtOnce) => {
  expect(describeFailureCode(code)).toMatchObject({ title, counter, endsAtOnce, isKnown: true });
});

test("each known code has a title of its own and one sentence without code or blame", () => {
  const all = FAILURE_CODES.map((code) => describeFailureCode(code));
  expect(new Set(all.map(({ title }) => title)).size).toBe(FAILURE_CODES.length);
  for (const { meaning } of all) {
    expect(meaning).toMatch(/^[A-Z][^.!_]+\.$/);
    expect(meaning).not.toMatch(/fraud|fake|clone|forged|suspect/i);
  }
});

test("a code that the desk does not know keeps its own name and claims nothing", () => {
  for (const code of ["brand_new_reason", "constructor", "<img src=x>"]) {
    expect(describeFailureCode(code)).toMatchObject({
      title: code,
      isKnown: false,
      counter: null,
      endsAtOnce: false,
    });
  }
});

test("no code is told apart from an unknown one", () => {
  expect(describeFailureCode(null).title).toBe("No reason given");
  expect(describeFailureCode("  ").title).toBe("No reason given");
  expect(describeFailureCode(null).meaning).toContain("7 days");
});
