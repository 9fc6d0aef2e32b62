"use client";

import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { classes } from "@/components/ui/classes";
import type { SavedView } from "@/lib/contracts/views";
import { BUILT_IN_VIEWS } from "@/lib/domain/saved-views";
import { searchCountOptions } from "@/lib/queries/search-queries";
import { routes } from "@/lib/routes";
import { formatCount } from "./list-words";
import { useSavedViews } from "./use-saved-views";

const REFRESH_MS = 30_000;

/** Views with a count beside them; beyond that a person reads no row of links. */
const COUNTED_MAX = 12;

/** Searches with a name, as links: the desk's own, then the team's and the person's. */
export function ListViews({ q, zone }: { q: string; zone: string }) {
  const { views: saved } = useSavedViews();
  const views = [...BUILT_IN_VIEWS.map((view) => ({ ...view, id: view.q })), ...saved.map(toNamed)];
  const counts = useQueries({
    queries: views.slice(0, COUNTED_MAX).map((view) => ({
      ...searchCountOptions({ q: view.q, zone }),
      refetchInterval: REFRESH_MS,
    })),
  });
  return (
    <nav aria-label="Views" className="-mx-1 mt-2 overflow-x-auto">
      <ul className="flex items-center gap-1 px-1">
        <ViewLink name="All" href={routes.sessions()} isCurrent={q === ""} count={null} />
        {views.map((view, index) => {
          const meta = counts[index]?.data?.meta;
          return (
            <ViewLink
              key={view.id}
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

function toNamed({ id, name, q, scope }: SavedView): { id: string; name: string; q: string } {
  return { id, q, name: scope === "team" ? `Team: ${name}` : name };
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
