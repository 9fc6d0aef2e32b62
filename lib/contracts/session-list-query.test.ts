import { describe, expect, test } from "vitest";
import { sessionListQuerySchema, toSessionListSearch } from "./session-list-query";

const ID = `vs_${"z".repeat(64)}`;

describe("the filters of the session list", () => {
  test.each([
    [{}],
    [{ status: "in_progress", limit: "100" }],
    [{ created_from: "2026-11-01T00:00:00Z", created_to: "2026-11-01T00:00:00.000Z" }],
    [{ created_from: "2026-11-01T00:00Z" }],
    [{ starting_after: ID, limit: "1" }],
  ])("take %j", (query) => {
    expect(sessionListQuerySchema.safeParse(query).success).toBe(true);
  });

  test.each([
    [{ status: "" }],
    [{ status: "FAILED" }],
    [{ status: "created,failed" }],
    [{ limit: "0" }],
    [{ limit: "101" }],
    [{ limit: "1.5" }],
    [{ limit: "" }],
    [{ limit: "1e1" }],
    [{ created_from: "2026-11-01" }],
    [{ created_from: "2026-11-01T00:00:00+02:00" }],
    [{ created_to: "2026-02-30T00:00:00Z" }],
    [{ starting_after: "vs_abc" }],
    [{ sort: "newest" }],
  ])("refuse %j", (query) => {
    expect(sessionListQuerySchema.safeParse(query).success).toBe(false);
  });

  test("write the same query string whatever order they were given in", () => {
    const search = `limit=5&starting_after=${ID}&status=failed`;
    expect(toSessionListSearch({ status: "failed", starting_after: ID, limit: 5 })).toBe(search);
    expect(toSessionListSearch({ limit: 5, status: "failed", starting_after: ID })).toBe(search);
  });
});
