"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { countLookers, toLookers } from "@/lib/domain/lookers";
import { whoLookedQueryOptions } from "@/lib/queries/access-queries";
import { ErrorWords } from "./error-words";
import { LookerItem } from "./looker-item";
import { WorkingOn } from "./working-on";

const FOLDED_TO = 4;

/** Who looked at this session or acted on it, when and for what; and what one works on oneself. */
export function WhoLookedPanel({
  id,
  change,
}: {
  id: string;
  /** When the session last changed: somebody may have done that here. */
  change: string;
}) {
  const query = useQuery(whoLookedQueryOptions(id));
  const { refetch } = query;
  const readFor = useRef(change);
  useEffect(() => {
    if (readFor.current === change) return;
    readFor.current = change;
    void refetch();
  }, [change, refetch]);
  const [isWhole, setIsWhole] = useState(false);
  const lookers = toLookers(query.data?.data ?? []);
  const shown = isWhole ? lookers : lookers.slice(0, FOLDED_TO);
  const rest = lookers.length - shown.length;
  return (
    <Panel title={query.data ? `Who looked · ${countLookers(lookers)}` : "Who looked"}>
      {query.isPending && <Skeleton className="h-5 w-2/3" />}
      {query.data && lookers.length === 0 && (
        <p className="text-ink-soft text-sm">Nobody yet, as far as the log goes back.</p>
      )}
      {lookers.length > 0 && (
        <ul className="flex flex-col gap-2 text-sm">
          {shown.map((looker) => (
            <LookerItem key={looker.person} looker={looker} />
          ))}
        </ul>
      )}
      {rest > 0 && (
        <Button variant="quiet" className="-ml-2 mt-1 px-2" onClick={() => setIsWhole(true)}>
          Show {rest} more
        </Button>
      )}
      {query.data && !query.data.meta.isWhole && (
        <p className="mt-2 text-ink-faint text-xs">Only the newest entries are shown.</p>
      )}
      {query.error && (
        <Notice tone="warning" icon={CircleAlert} live="polite" className="mt-3">
          <ErrorWords error={query.error.error} />
          <Button className="mt-2" disabled={query.isFetching} onClick={() => query.refetch()}>
            Try again
          </Button>
        </Notice>
      )}
      <WorkingOn />
    </Panel>
  );
}
