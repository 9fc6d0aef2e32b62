"use client";

import { classes } from "./classes";

/** A choice of a few, all in sight. Buttons with `aria-pressed`, so that each is one Tab stop. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: string; lang?: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className="inline-flex rounded-md border border-line bg-surface-sunken p-0.5 print:hidden">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          lang={option.lang}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classes(
            "min-h-6 rounded px-2 text-xs",
            option.value === value
              ? "bg-surface font-medium text-ink shadow-sm forced-colors:border"
              : "text-ink-soft hover:text-ink",
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
