import { expect, test } from "vitest";
import { toChips } from "./chips";
import { parseSearch } from "./parse";
import { CONTEXT } from "./search.fixture";

function chipsOf(text: string) {
  return toChips(parseSearch(text, CONTEXT).query);
}

test.each<[string, string, string, string]>([
  ["status:failed,expired", "status", "failed, expired", "Status: Failed or Expired"],
  ["-status:succeeded", "not status", "succeeded", "Not status: Succeeded"],
  ['status:"new one"', "status", '"new one"', "Status: new one"],
  [
    "code:none,selfie_face_mismatch",
    "code",
    "none, selfie_face_mismatch",
    "Failure: No reason given or Face mismatch",
  ],
  ["-nfc:>=2", "not nfc", ">=2", "Not NFC failures: at least 2"],
  [
    "liveness:1..2,3,..0",
    "liveness",
    "1..2, 3, <=0",
    "Liveness failures: 1 to 2 or 3 or at most 0",
  ],
  ["created:7d", "created", "7d", "Created: in the last 7 days"],
  ["created:<1h", "created", "<1h", "Created: in the last hour"],
  ["ended:>1d", "ended", ">1d", "Ended: more than 1 day ago"],
  ["created:>=2026-11-01", "created", ">=2026-11-01", "Created: from 2026-11-01"],
  ["created:..today", "created", "..today", "Created: until today"],
  ["created:2026-11-01..7d", "created", "2026-11-01..7d", "Created: 2026-11-01 to 7d"],
  ["claim:age_over_18", "claim", "age_over_18", "Asked for: Over 18"],
  ["redirect:shop.example", "redirect", "shop.example", "Leads back to: shop.example"],
  ["webhook:all", "webhook", "all", "Webhook: every subscribed endpoint"],
  ["has:claims", "has", "claims", "Has: claims asked for"],
  ["is:overdue", "is", "overdue", "Is: past its time"],
  ["TW-123", "contains", "TW-123", "Redirect URL contains, or id begins or ends with: “TW-123”"],
])("%s is shown as “%s: %s” and told as “%s”", (text, label, shown, title) => {
  expect(chipsOf(text)).toMatchObject([{ label, text: shown, title, index: 0 }]);
});

test("a chip keeps its id whatever stands around it, and equal terms have ids of their own", () => {
  const [alone] = chipsOf("status:failed");
  const ids = chipsOf("xyz status:failed sort:ended STATUS:failed").map(({ id }) => id);
  expect(ids).toEqual(["xyz", alone?.id, `${alone?.id} #2`]);
});

test("the number of a chip counts faulty words and the order too", () => {
  expect(chipsOf("statsu:x sort:ended abc").map(({ index }) => index)).toEqual([2]);
});
