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
    facetsAreExact: true,
    facets: null,
    cursor: null,
    asOf: null,
    complete: true,
    coverage: {
      completeSince: null,
      windowStart: "2026-10-24T00:00:00.000Z",
      unreadableRows: 0,
      difference: null,
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

const PAGE = Array.from({ length: 50 }, (_, at) => row(`old${at}`));

/** A list of which more can be read, or all of it. */
function listOf(rows: SessionSummary[], isWhole: boolean): ListPages {
  const pages = pagesOf(rows);
  const cursor = isWhole ? null : "more";
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, meta: { ...page.meta, cursor } })),
  };
}

function headOf(rows: SessionSummary[], cursor: string | null = "more"): SearchResponse {
  const [page] = pagesOf(rows).pages;
  if (!page) throw new Error("no page");
  return { ...page, meta: { ...page.meta, cursor } };
}

test("sessions at the head that are not listed yet are counted as new", () => {
  const head = headOf([row("x"), row("y"), ...PAGE.slice(0, 48)]);
  expect(countNew(listOf(PAGE, false), head)).toEqual({ count: 2, isAtLeast: false });
});

test("a session that moves up because another left the search is not taken for a new one", () => {
  const left = PAGE.slice(1);
  const head = headOf([...left, row("old50")]);
  expect(countNew(listOf(PAGE, false), head)).toEqual({ count: 0, isAtLeast: false });
  const alsoNew = headOf([row("x"), ...left]);
  expect(countNew(listOf(PAGE, false), alsoNew)).toEqual({ count: 1, isAtLeast: false });
});

test("where the whole list is read, a new session is one wherever its order puts it", () => {
  const head = headOf([row("a"), row("b"), row("x")], null);
  expect(countNew(listOf([row("a"), row("b")], true), head)).toEqual({
    count: 1,
    isAtLeast: false,
  });
});

test("where the head is all new, there may be more than it tells of", () => {
  const news = Array.from({ length: 50 }, (_, at) => row(`new${at}`));
  expect(countNew(listOf(PAGE, false), headOf(news))).toEqual({ count: 50, isAtLeast: true });
  expect(countNew(listOf(PAGE, false), headOf([row("x")], null)).isAtLeast).toBe(false);
});

test("rows that an answer does not hold are found, in their order", () => {
  expect(findMissing(["a", "b", "c", "d"], [row("x"), row("c"), row("a")])).toEqual(["b", "d"]);
  expect(findMissing([], [row("a")])).toEqual([]);
});
