import { expect, test } from "vitest";
import { type CancelFacts, describeCancel } from "./cancel-words";

const FACTS: CancelFacts = {
  outcome: "already_ended",
  statusBefore: "succeeded",
  status: "succeeded",
  endedAt: "10:26:12",
  cancelledBy: null,
};

test.each<[Partial<CancelFacts>, RegExp]>([
  [{ outcome: "cancelled_by_this_call", status: "cancelled" }, /^The session is cancelled\./],
  [{}, /^Nothing was cancelled: it had already succeeded at 10:26:12\.$/],
  [{ status: "failed" }, /it had already failed at/],
  [{ status: "expired", endedAt: null }, /it had already expired\.$/],
  [{ status: "cancelled", statusBefore: "cancelled" }, /it had already been cancelled at/],
  [
    { status: "cancelled", cancelledBy: { name: "Mara A.", at: "10:02:11" } },
    /^Nothing was cancelled: Mara A\. had already cancelled it at 10:02:11\.$/,
  ],
  [{ statusBefore: "in_progress" }, /it succeeded at 10:26:12, before the cancel reached Kayle/],
  [{ status: "archived" }, /it had already ended as “archived”/],
  [{ outcome: "still_open", status: "in_progress" }, /still says “in progress”/],
])("a receipt says what is true after the second read: %o", (facts, words) => {
  expect(describeCancel({ ...FACTS, ...facts })).toMatch(words);
});

test("nothing is said to be cancelled unless this very call did it", () => {
  for (const status of ["succeeded", "failed", "expired", "cancelled", "other"]) {
    const text = describeCancel({ ...FACTS, status, statusBefore: "in_progress" });
    expect(text).toMatch(/^Nothing was cancelled/);
  }
});
