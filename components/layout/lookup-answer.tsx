"use client";

import { CornerDownLeft, ShieldCheck } from "lucide-react";
import { ErrorWords } from "@/components/sessions/error-words";
import type { ApiError } from "@/lib/contracts/api";
import { describeFound, describeRemoved, type Lookup } from "@/lib/domain/lookup";

/** Says, while one types or pastes, what Enter would do, or why it would do or has done nothing. */
export function LookupAnswer({
  id,
  lookup,
  fault,
}: {
  id: string;
  lookup: Lookup;
  /** Why the sessions were not opened. */
  fault: ApiError | null;
}) {
  const removed = describeRemoved(lookup.removed);
  const words = describeLookup(lookup);
  const opens = lookup.kind === "one" || lookup.kind === "many";
  return (
    <div
      id={id}
      role="status"
      className={
        words || removed || fault
          ? "absolute inset-x-0 top-full z-40 mt-1 flex flex-col gap-2 rounded-md border border-line bg-surface p-3 text-sm shadow-lg"
          : "sr-only"
      }
    >
      {words && (
        <p className="flex items-start justify-between gap-3">
          <span className="min-w-0 break-words">{words}</span>
          {opens && (
            <button
              type="submit"
              className="inline-flex shrink-0 items-center gap-1 font-medium text-accent"
            >
              Open <CornerDownLeft aria-hidden className="size-3.5" />
            </button>
          )}
        </p>
      )}
      {fault && (
        <div className="text-danger">
          <ErrorWords error={fault} />
        </div>
      )}
      {removed && (
        <p className="flex items-start gap-2 text-ink-soft">
          <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          {removed}
        </p>
      )}
    </div>
  );
}

function describeLookup(lookup: Lookup): string | null {
  switch (lookup.kind) {
    case "empty":
      return null;
    case "one":
      return "One session id found.";
    case "many":
      return describeFound(lookup.ids);
    case "near-miss":
      return lookup.fault.sentence;
    case "nothing":
      return `${lookup.sentence} An id is vs_ followed by 64 letters or digits.`;
  }
}
