"use client";

import { Ticket, X } from "lucide-react";
import { usePurpose } from "@/components/providers/purpose-provider";

/** What the person works on, for as long as it goes along with everything they open. */
export function PurposeChip() {
  const { purpose, takeBack } = usePurpose();
  if (purpose === null) return null;
  return (
    <span
      title={`Working on ${purpose}`}
      className="hidden min-w-0 max-w-28 items-center gap-1 rounded-md bg-accent-soft py-1 pr-1 pl-2 text-ink text-sm md:flex xl:max-w-40 print:hidden"
    >
      <Ticket aria-hidden className="size-3.5 shrink-0 text-accent" />
      <span className="sr-only">Working on </span>
      <span className="truncate">{purpose}</span>
      <button
        type="button"
        title="No longer working on it"
        onClick={takeBack}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-soft hover:bg-surface-hover hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
        <span className="sr-only">No longer working on {purpose}</span>
      </button>
    </span>
  );
}
