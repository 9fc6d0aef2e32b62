import { describe, expect, test } from "vitest";
import type { MinimisedField } from "./entry";
import { describeTimelineEntry } from "./entry-text";

function minimised(...fields: MinimisedField[]) {
  return describeTimelineEntry({
    kind: "minimised",
    key: "minimised:1",
    origin: "seen",
    when: { kind: "unknown" },
    seenIn: null,
    fields,
  });
}

describe("details that Kayle removed", () => {
  test("are named in plain words, each that is gone and no other", () => {
    expect(minimised("failure_code", "share_fields", "redirect_url")).toEqual({
      title: "Details removed by Kayle",
      detail: "the reason of the failure, what was asked for, the redirect",
    });
    expect(minimised("redirect_url").detail).toBe("the redirect");
  });
});
