"use client";

import { X } from "lucide-react";
import type { Chip } from "@/lib/domain/search/chips";

/** One filter: a click puts it back into the text to be changed, the cross takes it away. */
export function SearchChip({
  chip,
  onEdit,
  onRemove,
}: {
  chip: Chip;
  onEdit: () => void;
  onRemove: () => void;
}) {
  return (
    <li className="flex min-w-0 items-center rounded-md bg-progress-soft text-progress text-sm">
      <button
        type="button"
        title={chip.title}
        onClick={onEdit}
        className="min-h-6 min-w-0 truncate rounded-l-md py-0.5 pl-2"
      >
        <span className="sr-only">Change the filter </span>
        {chip.label}: {chip.text}
      </button>
      <button
        type="button"
        onClick={onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded-r-md opacity-70 hover:opacity-100"
      >
        <X aria-hidden className="size-3.5" />
        <span className="sr-only">Remove the filter {chip.title}</span>
      </button>
    </li>
  );
}
