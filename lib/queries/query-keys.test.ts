import { expect, test } from "vitest";
import { aSession } from "@/lib/domain/session-record.fixture";
import { queryKeys } from "./query-keys";

const SHARE_FIELDS = { family_name: { required: true, reason: "", source: "rc" } };
const ENDED = aSession({
  status: "failed",
  failure_code: "liveness_failed",
  liveness_tries_used: 3,
  share_fields: SHARE_FIELDS,
  redirect_url: "https://shop.example/?order=1",
});

test.each([
  ["the reason of the failure", { failure_code: null }],
  ["what was asked for", { share_fields: {} }],
  ["the redirect", { redirect_url: null }],
  ["a counter", { liveness_tries_used: 2 }],
])(
  "what the desk saw is read anew when Kayle removed or changed %s, also without a new time of writing",
  (_, changes) => {
    const before = queryKeys.observations(ENDED);
    expect(queryKeys.observations({ ...ENDED })).toEqual(before);
    expect(queryKeys.observations({ ...ENDED, ...changes })).not.toEqual(before);
  },
);
