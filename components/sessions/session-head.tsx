"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { routes } from "@/lib/routes";
import { ListSteps } from "./list-steps";
import { useOpenedList } from "./opened-list";
import { ShortId } from "./session-id";

/**
 * The line over a session's page: the way back to the list that it was opened from, and on through
 * it. Also over a page that has no session to show, so that nobody is stuck there.
 */
export function SessionHead({
  id,
  before,
  after,
}: {
  id: string;
  /** What stands before the steps through the list, and after them. */
  before?: ReactNode;
  after?: ReactNode;
}) {
  const list = useOpenedList(id);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
      <nav aria-label="Where you are" className="flex items-center gap-2 text-ink-soft text-sm">
        <Link prefetch={false} href={list?.href ?? routes.sessions()} className="hover:text-ink">
          Sessions
        </Link>
        <span aria-hidden>/</span>
        <ShortId id={id} />
      </nav>
      <div className="flex flex-wrap gap-2">
        {before}
        <ListSteps id={id} />
        {after}
      </div>
    </div>
  );
}
