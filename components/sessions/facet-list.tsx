"use client";

import { Check } from "lucide-react";
import { useId, useState } from "react";
import { classes } from "@/components/ui/classes";
import type { FacetGroup, FacetValue } from "./facet-groups";
import { formatCount } from "./list-words";

const SHOWN_MAX = 7;

/** One group of the sidebar. What is chosen is always in sight, however rare it is. */
export function FacetList({
  group,
  isChosen,
  onToggle,
}: {
  group: FacetGroup;
  isChosen: (value: string | null) => boolean;
  onToggle: (value: string | null) => void;
}) {
  const titleId = useId();
  const [isWhole, setIsWhole] = useState(false);
  const shown = group.values.filter(
    ({ value }, index) => isWhole || index < SHOWN_MAX || isChosen(value),
  );
  const hiddenCount = group.values.length - shown.length;
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className="mb-1 font-semibold text-ink-soft text-xs">
        {group.title}
      </h2>
      <ul>
        {shown.map((one) => (
          <li key={one.value ?? ""}>
            <FacetButton
              value={one}
              isOn={isChosen(one.value)}
              onToggle={() => onToggle(one.value)}
            />
          </li>
        ))}
      </ul>
      {(hiddenCount > 0 || isWhole) && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
          className="mt-0.5 min-h-6 rounded text-accent text-sm hover:underline"
        >
          {isWhole ? "Show fewer" : `${hiddenCount} more`}
        </button>
      )}
    </section>
  );
}

function FacetButton({
  value,
  isOn,
  onToggle,
}: {
  value: FacetValue;
  isOn: boolean;
  onToggle: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={value.value ?? undefined}
      onClick={onToggle}
      className={classes(
        "-mx-2 flex min-h-[26px] w-[calc(100%+1rem)] items-center gap-1.5 rounded px-2 text-left text-sm hover:bg-surface-hover",
        isOn && "bg-accent-soft font-medium text-accent",
        !isOn && value.count === 0 && "text-ink-faint",
      )}
    >
      <span className="min-w-0 truncate">{value.label}</span>
      {isOn && <Check aria-hidden className="size-3.5 shrink-0" />}
      <span className={classes("ml-auto pl-2 tabular-nums", !isOn && "text-ink-faint")}>
        {formatCount(value.count)}
      </span>
    </button>
  );
}
