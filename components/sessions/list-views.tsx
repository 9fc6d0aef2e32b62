"use client";

import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { classes } from "@/components/ui/classes";
import { BUILT_IN_VIEWS } from "@/lib/domain/saved-views";
import { searchCountOptions } from "@/lib/queries/search-queries";
import { routes } from "@/lib/routes";
import { formatCount } from "./list-words";

const REFRESH_MS = 30_000;

/** Searches with a name, as links: the desk's own, then those that people saved. */
export function ListViews({ q, zone }: { q: string; zone: string }) {
  const counts = useQueries({
    queries: BUILT_IN_VIEWS.map((view) => ({
      ...searchCountOptions({ q: view.q, zone }),
      refetchInterval: REFRESH_MS,
    })),
  });
  return (
    <nav aria-label="Views" className="-mx-1 mt-2 overflow-x-auto">
      <ul className="flex items-center gap-1 px-1">
        <ViewLink name="All" href={routes.sessions()} isCurrent={q === ""} count={null} />
        {BUILT_IN_VIEWS.map((view, index) => {
          const meta = counts[index]?.data?.meta;
          return (
            <ViewLink
              key={view.q}
              name={view.name}
              href={routes.sessionsWith({ q: view.q })}
              isCurrent={q === view.q}
              count={meta ? formatCount(meta.total) + (meta.totalIsExact ? "" : "+") : null}
            />
          );
        })}
      </ul>
    </nav>
  );
}

function ViewLink({
  name,
  href,
  isCurrent,
  count,
}: {
  name: string;
  href: string;
  isCurrent: boolean;
  count: string | null;
}) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        aria-current={isCurrent ? "page" : undefined}
        className={classes(
          "inline-flex min-h-7 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-sm",
          isCurrent ? "bg-muted-soft font-medium text-ink" : "text-ink-soft hover:text-ink",
        )}
      >
        {name}
        {count !== null && <span className="text-ink-faint tabular-nums">{count}</span>}
      </Link>
    </li>
  );
}
