"use client";

import { useQueryStates } from "nuqs";
import { memo, useCallback, useId, useMemo } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { RestSetAside } from "@/components/search/rest-set-aside";
import { SearchBar } from "@/components/search/search-bar";
import { SearchErrors } from "@/components/search/search-errors";
import type { ApiError } from "@/lib/contracts/api";
import { readSearch } from "@/lib/domain/search/read-search";
import { FacetSidebar } from "./facet-sidebar";
import { ListColumnsMenu } from "./list-columns-menu";
import { ListExportButton } from "./list-export-button";
import { listParsers } from "./list-state";
import { ListViews } from "./list-views";
import { SessionResults } from "./session-results";
import { useFacets } from "./use-facets";
import { useOwnScrollRestoration } from "./use-list-position";
import type { FirstPage } from "./use-session-search";
import { ViewButton } from "./view-button";

const MINUTE_MS = 60_000;

/** The peek is in the URL as well; with each of its steps only the table is rendered anew. */
const Filters = memo(FacetSidebar);
const Results = memo(SessionResults);
const Search = memo(SearchBar);
const Views = memo(ListViews);

/** The list of all sessions: what is searched for, its facets, and the table. */
export function SessionList({
  firstPage,
  firstError,
  mayExport,
}: {
  firstPage: FirstPage | null;
  /** Why the server could not read the first page, if so. */
  firstError: ApiError | null;
  mayExport: boolean;
}) {
  useOwnScrollRestoration();
  const errorsId = useId();
  const { zone } = usePreferences();
  const now = useNow(MINUTE_MS);
  const [{ q }, setState] = useQueryStates(listParsers);
  const search = useCallback(
    (next: string) => setState({ q: next.trim() || null }, { history: "push", scroll: true }),
    [setState],
  );
  const { written, asked, isRestSetAside } = useMemo(
    () => readSearch(q, { now, zone }),
    [q, now, zone],
  );
  const question = useMemo(() => ({ q, zone }), [q, zone]);
  const { facets, facetsAreExact } = useFacets(question, asked.ok);

  return (
    <div>
      <h1 className="sr-only">Sessions</h1>
      <div className="flex flex-wrap items-start gap-2.5">
        <Search
          q={q}
          query={written.query}
          facets={facets}
          errorsId={asked.ok ? null : errorsId}
          onSearch={search}
        />
        {written.ok && <ViewButton q={q} />}
        <ListColumnsMenu />
        {mayExport && asked.ok && <ListExportButton q={q} />}
      </div>
      {isRestSetAside ? (
        <RestSetAside />
      ) : (
        <SearchErrors
          id={errorsId}
          q={q}
          errors={asked.ok ? [] : asked.errors}
          notes={asked.notes}
          onSearch={search}
        />
      )}
      <Views q={q} zone={zone} />
      <div className="mt-3 grid items-start gap-x-6 gap-y-3 min-[900px]:grid-cols-[204px_minmax(0,1fr)]">
        {asked.ok ? (
          <Filters
            q={q}
            query={written.query}
            facets={facets}
            areExact={facetsAreExact}
            onSearch={search}
          />
        ) : (
          // The table keeps its place while there is nothing to count.
          <div className="max-[899px]:hidden" />
        )}
        <Results
          // Another search is another list: nothing of the old one's place or focus is kept.
          key={q}
          question={question}
          search={asked}
          firstPage={firstPage}
          firstError={firstError}
          onSearch={search}
        />
      </div>
    </div>
  );
}
