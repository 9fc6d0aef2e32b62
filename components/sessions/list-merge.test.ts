import { expect, test } from "vitest";
import type { SearchResponse, SessionSummary } from "@/lib/contracts/search";
import { countNew, findMissing, type ListPages, patchRows, toRows } from "./list-merge";

function row(id: string, patch: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id,
    status: "in_progress",
    failure_code: null,
    nfc_tries_used: 0,
    liveness_tries_used: 0,
    share_field_count: 1,
    redirect_url: null,
    created_at: "2026-11-23T10:00:00.000Z",
    expires_at: "2026-11-23T11:00:00.000Z",
    completed_at: null,
    updated_at: "2026-11-23T10:00:00.000Z",
    ...patch,
  };
}

function pagesOf(...pages: SessionSummary[][]): ListPages {
  const meta: SearchResponse["meta"] = {
    total: 9,
    totalIsExact: true,
    facets: null,
    cursor: null,
    asOf: null,
    complete: true,
    coverage: {
      completeSince: null,
      windowStart: "2026-10-24T00:00:00.000Z",
      unreadableRows: 0,
      fault: null,
    },
  };
  return {
    pages: pages.map((data) => ({ data, error: null, meta })),
    pageParams: pages.map(() => null),
  };
}

const idsOf = (pages: ListPages) => toRows(pages).map(({ id }) => id);
const LATER = "2026-11-23T10:05:00.000Z";

test("a session that moved to a later page while the pages were read stands in the list once", () => {
  expect(idsOf(pagesOf([row("a"), row("b")], [row("b"), row("c")]))).toEqual(["a", "b", "c"]);
});

test("newer readings change rows in their place and neither add nor move any", () => {
  const pages = pagesOf([row("a"), row("b")], [row("c")]);
  const ended = row("b", { status: "succeeded", completed_at: LATER, updated_at: LATER });
  const patched = patchRows(pages, [row("new"), ended]);
  expect(idsOf(patched)).toEqual(["a", "b", "c"]);
  expect(toRows(patched)[1]?.status).toBe("succeeded");
});

test("an answer that was overtaken on its way does not bring an older state back", () => {
  const pages = pagesOf([row("a", { status: "succeeded", updated_at: LATER })]);
  expect(toRows(patchRows(pages, [row("a")]))[0]?.status).toBe("succeeded");
});

test("sessions at the head that are not listed yet are counted as new", () => {
  expect(countNew(new Set(["a", "b"]), [row("x"), row("y"), row("a")])).toBe(2);
});

test("rows that an answer does not hold are found, in their order", () => {
  expect(findMissing(["a", "b", "c", "d"], [row("x"), row("c"), row("a")])).toEqual(["b", "d"]);
  expect(findMissing([], [row("a")])).toEqual([]);
});
