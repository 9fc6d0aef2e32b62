import { expect, test } from "vitest";
import { BUILT_IN_VIEWS } from "./saved-views";
import { formatSearch } from "./search/format";
import { parseSearch } from "./search/parse";

const context = { now: new Date("2026-11-23T11:00:00Z"), zone: "UTC" };

test("every built-in view is a search that the desk understands, in its canonical form", () => {
  for (const { q } of BUILT_IN_VIEWS) {
    const result = parseSearch(q, context);
    expect(result.ok, q).toBe(true);
    expect(formatSearch(result.query)).toBe(q);
    expect(result.notes).toEqual([]);
  }
});
