"use client";

import { CircleHelp, Inbox, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { toChips } from "@/lib/domain/search/chips";
import { removeTerm } from "@/lib/domain/search/edit";
import type { SearchQuery } from "@/lib/domain/search/query";

/** Nothing there, nothing left by the filters, and a search not understood are three different things. */
export function ListEmpty(
  props: { q: string; onSearch: (q: string) => void } & (
    | { reason: "nothing-yet" | "filtered-out"; query: SearchQuery }
    | { reason: "not-understood" }
  ),
) {
  if (props.reason === "nothing-yet") {
    return (
      <Empty icon={Inbox} title="There are no sessions yet.">
        <p>A session appears here as soon as your company starts a check with Kayle.</p>
      </Empty>
    );
  }
  if (props.reason === "not-understood") {
    return (
      <Empty icon={CircleHelp} title="Nothing is listed until the search is understood.">
        <p>What is wrong with it stands under the search field, with a way to mend it.</p>
        <Button onClick={() => props.onSearch("")}>Clear the search</Button>
      </Empty>
    );
  }
  return <FilteredOut {...props} />;
}

function FilteredOut({
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
              onClick={() => onSearch(removeTerm(q, chip.index))}
            >
              Without {chip.key === "word" ? `“${chip.text}”` : `${chip.label}: ${chip.text}`}
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
      <p className="font-medium text-base text-ink">{title}</p>
      {children}
    </div>
  );
}
