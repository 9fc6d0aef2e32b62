"use client";

import { CircleHelp, CloudDownload, CloudOff, Inbox, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { SearchResponse } from "@/lib/contracts/search";
import { toChips } from "@/lib/domain/search/chips";
import { removeTerm } from "@/lib/domain/search/edit";
import type { SearchQuery } from "@/lib/domain/search/query";
import type { Standstill } from "./describe-standstill";

/** An index with nothing in it: nobody has begun a check, or the desk has not come so far. */
export function NothingYet({
  meta,
  standstill,
}: {
  meta: Pick<SearchResponse["meta"], "asOf" | "complete"> | null;
  standstill: Standstill | null;
}) {
  if (standstill) {
    return (
      <Empty icon={CloudOff} title={standstill.title}>
        <p className="font-medium text-ink">{standstill.why}</p>
        <p>{standstill.hint}</p>
        <p>The list fills by itself once Kayle answers.</p>
      </Empty>
    );
  }
  if (!meta?.asOf || !meta.complete) {
    return (
      <Empty icon={CloudDownload} title="The desk is reading Kayle’s list for the first time.">
        <p>Sessions appear here by themselves, the newest first.</p>
        <p>One whose id you have can be opened at once with the field at the top.</p>
      </Empty>
    );
  }
  return (
    <Empty icon={Inbox} title="There are no sessions yet.">
      <p>A session appears here as soon as your company starts a check with Kayle.</p>
    </Empty>
  );
}

export function NotUnderstood({ onClear }: { onClear: () => void }) {
  return (
    <Empty icon={CircleHelp} title="Nothing is listed until the search is understood.">
      <p>What is wrong with it stands under the search field, with a way to mend it.</p>
      <Button onClick={onClear}>Clear the search</Button>
    </Empty>
  );
}

export function FilteredOut({
  q,
  query,
  onSearch,
}: {
  q: string;
  query: SearchQuery;
  onSearch: (q: string) => void;
}) {
  const chips = toChips(query);
  return (
    <Empty icon={SearchX} title="No session fits this search.">
      <p>
        Take away a part of it, or look for an id in the field at the top: that ignores filters.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        {chips.length > 1 &&
          chips.map((chip) => (
            <Button
              key={chip.id}
              title={chip.title}
              className="max-w-full"
              onClick={() => onSearch(removeTerm(q, chip.index))}
            >
              <span className="truncate">
                Without {chip.key === "word" ? `“${chip.text}”` : `${chip.label}: ${chip.text}`}
              </span>
            </Button>
          ))}
        <Button variant={chips.length > 1 ? "quiet" : "secondary"} onClick={() => onSearch("")}>
          Clear the search
        </Button>
      </div>
      <p className="text-ink-faint">
        Kayle deletes a session 30 days after its end, so older ones are gone.
      </p>
    </Empty>
  );
}

function Empty({
  icon: Icon,
  title,
  children,
}: {
  icon: typeof Inbox;
  title: string;
  children: ReactNode;
}) {
  return (
    <div
      role="status"
      className="flex flex-col items-center gap-3 rounded-lg border border-line bg-surface px-4 py-14 text-center text-ink-soft text-sm"
    >
      <Icon aria-hidden className="size-6 text-ink-faint" />
      <p className="text-balance font-medium text-base text-ink">{title}</p>
      {children}
    </div>
  );
}
