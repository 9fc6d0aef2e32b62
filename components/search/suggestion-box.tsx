"use client";

import { classes } from "@/components/ui/classes";
import type { SuggestionList } from "./use-suggestions";

/** The options under the field. The focus stays in the field; the options are named to it by id. */
export function SuggestionBox({
  id,
  list,
  onTake,
}: {
  id: string;
  list: SuggestionList;
  onTake: (insert: string) => void;
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      hidden={!list.isShown}
      className="absolute top-full left-0 z-30 mt-1 max-h-80 w-[min(30rem,100%)] overflow-auto rounded-lg border border-line bg-surface p-1 shadow-lg"
    >
      {list.isShown &&
        list.suggestions.options.map(({ insert, label, hint }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys.
          <div
            key={insert}
            id={toOptionId(id, index)}
            role="option"
            aria-selected={index === list.chosen}
            // The field must not lose the focus before the click arrives.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => index !== list.chosen && list.choose(index)}
            onClick={() => onTake(insert)}
            className={classes(
              "flex cursor-pointer items-baseline gap-3 rounded px-2 py-1.5 text-sm",
              index === list.chosen && "bg-surface-hover",
            )}
          >
            <span className="shrink-0 font-mono text-xs">{label}</span>
            <span className="min-w-0 truncate text-ink-soft">{hint}</span>
          </div>
        ))}
    </div>
  );
}

export function toOptionId(boxId: string, index: number): string {
  return `${boxId}-${index}`;
}
