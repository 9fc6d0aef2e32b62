"use client";

import { CircleAlert, type LucideIcon, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { applyFix, type SearchError } from "@/lib/domain/search/errors";

/** Characters shown around what is wrong. */
const AROUND = 24;

/** What is not understood, or can fit nothing: where it stands, why, and a way to mend it. */
export function SearchErrors({
  id,
  q,
  errors,
  notes,
  onSearch,
}: {
  id: string;
  q: string;
  errors: readonly SearchError[];
  notes: readonly SearchError[];
  onSearch: (q: string) => void;
}) {
  if (errors.length + notes.length === 0) return null;
  const line = (tone: "danger" | "warning", icon: LucideIcon) => (error: SearchError) => (
    <Notice key={`${error.kind} ${error.from}`} tone={tone} icon={icon} live="polite">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p>{error.message}</p>
          <Place q={q} error={error} />
        </div>
        {error.fix && (
          <Button onClick={() => error.fix && onSearch(applyFix(q, error.fix))}>
            {toFixWords(error.fix.insert)}
          </Button>
        )}
      </div>
    </Notice>
  );
  return (
    <div id={id} className="mt-2 flex flex-col gap-2">
      {errors.map(line("danger", CircleAlert))}
      {notes.map(line("warning", TriangleAlert))}
    </div>
  );
}

function Place({ q, error: { from, to } }: { q: string; error: SearchError }) {
  const start = Math.max(0, from - AROUND);
  const end = Math.min(q.length, to + AROUND);
  return (
    <p className="mt-0.5 break-all font-mono text-xs">
      <span className="sr-only">At character {from + 1}: </span>
      {start > 0 && "…"}
      {q.slice(start, from)}
      <mark className="bg-transparent text-inherit underline decoration-2 decoration-wavy underline-offset-4">
        {q.slice(from, to) || "‸"}
      </mark>
      {q.slice(to, end)}
      {end < q.length && "…"}
    </p>
  );
}

function toFixWords(insert: string): string {
  return insert.trim() === "" ? "Take it out" : `Use ${insert}`;
}
