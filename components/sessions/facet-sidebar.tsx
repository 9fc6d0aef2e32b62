"use client";

import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { buttonClasses } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { Skeleton } from "@/components/ui/skeleton";
import { COUNTED_MAX, type Facets } from "@/lib/contracts/search";
import { hasFilterValue, toggleFilterValue } from "@/lib/domain/search/edit";
import type { SearchQuery } from "@/lib/domain/search/query";
import { toFacetGroups } from "./facet-groups";
import { FacetList } from "./facet-list";
import { formatCount } from "./list-words";

const SKELETON_ROWS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

/** How many sessions have what, with the other filters respected; a click narrows the list to it. */
export function FacetSidebar({
  q,
  query,
  facets,
  areExact,
  onSearch,
}: {
  q: string;
  query: SearchQuery;
  facets: Facets | null;
  /** False where only the newest sessions were counted. */
  areExact: boolean;
  onSearch: (q: string) => void;
}) {
  const [isShown, setIsShown] = useState(false);
  const id = useId();
  const chosen = query.terms.filter(({ key }) => key !== "word").length;
  return (
    <aside
      aria-label="Filters"
      className="-mx-2 min-w-0 px-2 min-[900px]:sticky min-[900px]:top-[calc(var(--bar-height)+0.75rem)] min-[900px]:max-h-[calc(100dvh-var(--bar-height)-1.5rem)] min-[900px]:overflow-y-auto min-[900px]:overscroll-contain min-[900px]:[scrollbar-width:thin]"
    >
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setIsShown(!isShown)}
        className={buttonClasses("secondary", "w-full min-[900px]:hidden")}
      >
        <span className="flex-1 text-left">Filters{chosen > 0 && `, ${chosen} set`}</span>
        <ChevronDown aria-hidden className={classes("size-4", isShown && "rotate-180")} />
      </button>
      <div
        id={id}
        className={classes(
          "grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-5 max-[899px]:mt-3 max-[899px]:grid-cols-[repeat(auto-fill,minmax(min(100%,12rem),1fr))]",
          !isShown && "max-[899px]:hidden",
        )}
      >
        {!areExact && (
          <p className="col-span-full text-ink-soft text-xs">
            Counts are of the newest {formatCount(COUNTED_MAX)} sessions that hold the word.
          </p>
        )}
        {facets ? (
          toFacetGroups(facets).map((group) => (
            <FacetList
              key={group.key}
              group={group}
              isChosen={(value) => hasFilterValue(query, group.key, value)}
              onToggle={(value) => onSearch(toggleFilterValue(q, group.key, value))}
            />
          ))
        ) : (
          <div aria-hidden className="flex flex-col gap-2.5 pt-1">
            {SKELETON_ROWS.map((row) => (
              <Skeleton key={row} className="h-4 w-full" />
            ))}
          </div>
        )}
      </div>
    </aside>
  );
}
