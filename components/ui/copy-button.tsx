"use client";

import { Check, Copy, X } from "lucide-react";
import { buttonClasses } from "./button";
import { classes } from "./classes";
import { CopyStateText } from "./copy-state-text";
import { type TextToCopy, useCopy } from "./use-copy";

const ICONS = { idle: Copy, copied: Check, refused: X };

/** Copies `text`. `label` names what is copied, also for a screen reader ("Copy id"). */
export function CopyButton({
  text,
  label,
  compact = false,
  tabIndex,
  className,
}: {
  text: TextToCopy;
  label: string;
  /** Shows the icon alone; the label stays its accessible name. */
  compact?: boolean;
  tabIndex?: number;
  className?: string;
}) {
  const { state, copy } = useCopy();
  const Icon = ICONS[state];
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      title={compact ? label : undefined}
      className={
        compact
          ? classes(
              "inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-faint hover:bg-surface-hover hover:text-ink print:hidden",
              className,
            )
          : buttonClasses("secondary", className)
      }
      onClick={() => copy(text)}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className={compact ? "sr-only" : "contents"}>
        <CopyStateText state={state} idle={label} />
      </span>
    </button>
  );
}
