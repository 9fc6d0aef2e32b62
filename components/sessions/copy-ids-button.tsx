"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { SEARCH_LIMIT_MAX } from "@/lib/contracts/search-params";
import { fetchSearch } from "@/lib/queries/search-queries";
import { formatCount, plural } from "./list-words";
import type { OpenedList } from "./opened-list";

/** More lines than anybody pastes, and still little for the desk to read. */
const COPIED_IDS_MAX = 10_000;

/** Copies the ids of the whole list, one a line: those that are shown, and those that follow. */
export function CopyIdsButton({ list, className }: { list: OpenedList; className?: string }) {
  const { ids, rest, total, totalIsExact } = list;
  if (ids.length === 0) return null;
  const count = rest ? total : ids.length;
  const isWhole = !rest || (totalIsExact && total <= COPIED_IDS_MAX);
  const label = isWhole
    ? `Copy all ${formatCount(count)} ${plural(count, "id", "ids")}`
    : `Copy the first ${formatCount(COPIED_IDS_MAX)} ids`;
  return (
    <CopyButton
      text={rest ? async () => (await readAllIds(list)).join("\n") : ids.join("\n")}
      label={label}
      {...(className && { className })}
    />
  );
}

/** Goes on from where the shown rows end, so that what is copied begins as the screen does. */
async function readAllIds({ ids, rest }: OpenedList): Promise<string[]> {
  const all = new Set(ids);
  let cursor = rest?.cursor ?? null;
  while (rest && cursor !== null && all.size < COPIED_IDS_MAX) {
    const request = { ...rest.question, cursor, facets: false, limit: SEARCH_LIMIT_MAX };
    const page = await fetchSearch(request);
    for (const { id } of page.data) all.add(id);
    cursor = page.meta.cursor;
  }
  return [...all].slice(0, COPIED_IDS_MAX);
}
