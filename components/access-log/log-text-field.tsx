"use client";

import { useId, useState } from "react";
import { classes } from "@/components/ui/classes";

export const FIELD =
  "min-h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 font-normal text-ink text-sm aria-invalid:border-danger";

/** A text of the filters: the URL holds what counts, the field what is being typed. */
export function LogTextField({
  label,
  value,
  fault,
  type = "text",
  mono = false,
  onValue,
}: {
  label: string;
  value: string;
  /** Why the value filters nothing, if so. */
  fault: string | null;
  type?: "text" | "date";
  mono?: boolean;
  onValue: (value: string) => void;
}) {
  const faultId = useId();
  const [draft, setDraft] = useState<{ text: string; of: string } | null>(null);
  // A draft belongs to the value that it was begun on, so that Back drops it.
  const text = draft?.of === value ? draft.text : value;
  function settle() {
    const next = text.trim();
    setDraft(null);
    if (next !== value) onValue(next);
  }
  return (
    <label className="flex min-w-0 flex-col gap-1 font-medium text-ink-soft text-xs">
      {label}
      <input
        type={type}
        value={text}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? faultId : undefined}
        className={classes(FIELD, mono && "font-mono text-xs", type === "date" && "tabular-nums")}
        onChange={({ target }) => setDraft({ text: target.value, of: value })}
        onBlur={settle}
        onKeyDown={({ key }) => key === "Enter" && settle()}
      />
      {fault && (
        <span id={faultId} role="alert" className="font-normal text-danger">
          {fault}
        </span>
      )}
    </label>
  );
}
