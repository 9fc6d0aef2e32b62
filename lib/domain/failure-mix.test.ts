import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addEnded,
  FAILURE_KINDS,
  type FailureCounts,
  type FailureMix,
  noFailures,
  toMixVerdict,
} from "./failure-mix";

const FRESH = { nfc_tries_used: 0, liveness_tries_used: 0 };
const CHIP = { nfc_tries_used: 1, liveness_tries_used: 0 };

function counts(finished: number, failed: Partial<FailureCounts["failed"]> = {}): FailureCounts {
  return { finished, failed: { ...noFailures().failed, ...failed } };
}

function mix(hour: FailureCounts, before: FailureCounts, isComplete = true): FailureMix {
  return { hour, before, isComplete };
}

describe("is it them or us", () => {
  test("failures far above their usual share are probably not this person's alone", () => {
    const raised = mix(counts(100, { nfc: 20 }), counts(2000, { nfc: 100, liveness: 60 }));
    expect(toMixVerdict(raised, CHIP)).toEqual({
      kind: "us",
      sentence:
        "Chip failures are 4 times the usual share in the last hour (20 of 100 checks, usually 5%): probably not only this person.",
    });
    expect(toMixVerdict(raised, FRESH).sentence).toContain("something may be wrong beyond");
  });

  test("of several raised kinds the one that this session failed at is told", () => {
    const both = mix(counts(100, { nfc: 20, liveness: 40 }), counts(2000, { nfc: 60 }));
    expect(toMixVerdict(both, CHIP).sentence).toMatch(/^Chip failures are 7 times/);
    expect(toMixVerdict(both, FRESH).sentence).toMatch(/^Liveness and face failures are new/);
  });

  test("the usual share points nowhere else", () => {
    const usual = mix(counts(100, { nfc: 6, liveness: 3 }), counts(2000, { nfc: 100 }));
    expect(toMixVerdict(usual, CHIP)).toEqual({
      kind: "them",
      sentence:
        "Checks fail no more often than usual in the last hour (9 of 100 failed, usually 5%): nothing points beyond this person.",
    });
  });

  test("few checks, and a day that is not known, are said to tell nothing", () => {
    const all = counts(2000, { nfc: 100 });
    expect(toMixVerdict(mix(counts(19, { nfc: 19 }), all), CHIP).sentence).toContain("(19)");
    expect(toMixVerdict(mix(counts(30), counts(49)), CHIP)).toMatchObject({ kind: "unclear" });
    const unknown = mix(counts(100, { nfc: 90 }), all, false);
    expect(toMixVerdict(unknown, CHIP)).toMatchObject({ kind: "unclear" });
  });

  test("one person who fails three times raises no alarm in a quiet hour", () => {
    const quiet = mix(counts(20, { nfc: 3 }), counts(400, { nfc: 8 }));
    expect(toMixVerdict(quiet, CHIP).kind).toBe("them");
  });

  test("an hour like the day before it is never called raised, and no sentence is broken", () => {
    const someCounts = fc.record({ nfc: fc.nat(300), liveness: fc.nat(300), other: fc.nat(300) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), someCounts, (succeeded, failed) => {
        const total = succeeded + failed.nfc + failed.liveness + failed.other;
        const same = mix(counts(total, failed), counts(total, failed));
        const { kind, sentence } = toMixVerdict(same, CHIP);
        expect(kind).not.toBe("us");
        expect(sentence).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });
});

test("each ended session counts as what ended it, and those that nobody tried not at all", () => {
  const total = noFailures();
  const ended = (status: string, failure_code: string | null, nfc = 0, liveness = 0) => {
    const tries = { nfc_tries_used: nfc, liveness_tries_used: liveness };
    addEnded(total, { status, failure_code, ...tries }, 2);
  };
  ended("succeeded", null, 1);
  ended("failed", "document_chip_authentication_failed", 3);
  ended("failed", "selfie_face_mismatch", 0, 3);
  ended("failed", "document_anti_cloning_attestation_failed");
  ended("failed", "document_data_invalid");
  ended("failed", "brand_new_reason");
  ended("expired", null, 2);
  ended("cancelled", null);
  expect(total.finished).toBe(12);
  expect(FAILURE_KINDS.map((kind) => total.failed[kind])).toEqual([2, 2, 2, 2, 2]);
});
