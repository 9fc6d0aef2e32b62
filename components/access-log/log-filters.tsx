"use client";

import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button, buttonClasses } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { ACCESS_EVENTS, ACCESS_OUTCOMES } from "@/lib/domain/access-event";
import { eventName, outcomeName } from "@/lib/domain/access-words";
import { extractSessionIds } from "@/lib/domain/extract-ids";
import { redactSecrets } from "@/lib/domain/redact";
import type { LogState } from "./log-state";
import { FIELD, LogTextField } from "./log-text-field";

/** What the log is narrowed by. Choices count at once, texts with Enter or on leaving the field. */
export function LogFilters({
  state,
  faulty,
  isNarrowed,
  onNarrow,
}: {
  state: LogState;
  /** Filters whose value the desk does not take. */
  faulty: readonly (keyof LogState)[];
  isNarrowed: boolean;
  onNarrow: (change: Partial<LogState>) => void;
}) {
  const text = (name: "staff" | "ticket" | "session" | "from" | "to") => ({
    value: state[name] ?? "",
    fault: faulty.includes(name) ? FAULTS[name] : null,
  });
  const [isShown, setIsShown] = useState(false);
  const id = useId();
  const setCount = Object.values(state).filter((value) => value !== null).length;
  return (
    <search aria-label="Filters of the access log" className="mb-3 block">
      {/* On a phone the rows come first. */}
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setIsShown(!isShown)}
        className={buttonClasses("secondary", "w-full sm:hidden")}
      >
        <span className="flex-1 text-left">Filters{setCount > 0 && `, ${setCount} set`}</span>
        <ChevronDown aria-hidden className={classes("size-4", isShown && "rotate-180")} />
      </button>
      <div
        id={id}
        className={classes(
          "grid grid-cols-2 gap-2.5 max-sm:mt-3 sm:grid-cols-4 xl:grid-cols-[1fr_1fr_0.8fr_1.4fr_1fr_0.9fr_0.9fr_auto]",
          !isShown && faulty.length === 0 && "max-sm:hidden",
        )}
      >
        <LogTextField
          label="Who"
          {...text("staff")}
          onValue={(value) => onNarrow({ staff: redactSecrets(value).text || null })}
        />
        <Choice
          label="What"
          value={state.event}
          options={ACCESS_EVENTS}
          toWords={eventName}
          onValue={(event) => onNarrow({ event })}
        />
        <Choice
          label="Outcome"
          value={state.outcome}
          options={ACCESS_OUTCOMES}
          toWords={outcomeName}
          onValue={(outcome) => onNarrow({ outcome })}
        />
        <LogTextField
          label="Session"
          mono
          {...text("session")}
          onValue={(value) => onNarrow({ session: toSession(value) })}
        />
        <LogTextField
          label="Ticket"
          {...text("ticket")}
          onValue={(value) => onNarrow({ ticket: redactSecrets(value).text || null })}
        />
        <LogTextField
          label="From"
          type="date"
          {...text("from")}
          onValue={(from) => onNarrow({ from: from || null })}
        />
        <LogTextField
          label="To"
          type="date"
          {...text("to")}
          onValue={(to) => onNarrow({ to: to || null })}
        />
        <Button
          variant="quiet"
          disabled={!isNarrowed && faulty.length === 0}
          className="col-span-full min-h-9 self-end sm:col-span-1"
          onClick={() => onNarrow(NOTHING)}
        >
          Clear
        </Button>
      </div>
    </search>
  );
}

const NOTHING: LogState = {
  staff: null,
  event: null,
  outcome: null,
  session: null,
  ticket: null,
  from: null,
  to: null,
};

const FAULTS = {
  staff: "This is too long.",
  ticket: "This is too long.",
  session: "There is no whole session id in this.",
  from: "There is no such day.",
  to: "There is no such day.",
} as const;

/** Whatever was pasted, the id in it; what holds none stays, to be shown as faulty. */
function toSession(text: string): string | null {
  const [id] = extractSessionIds(text).ids;
  return id ?? (redactSecrets(text).text.slice(0, 100) || null);
}

function Choice<T extends string>({
  label,
  value,
  options,
  toWords,
  onValue,
}: {
  label: string;
  value: T | null;
  options: readonly T[];
  toWords: (value: string) => string;
  onValue: (value: T | null) => void;
}) {
  return (
    <Labelled label={label}>
      <select
        value={value ?? ""}
        className={FIELD}
        onChange={({ target }) => onValue(options.find((one) => one === target.value) ?? null)}
      >
        <option value="">Any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {toWords(option)}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given.
    <label className="flex min-w-0 flex-col gap-1 font-medium text-ink-soft text-xs">
      {label}
      {children}
    </label>
  );
}
