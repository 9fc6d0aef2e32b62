"use client";

import { SESSION_STATUSES } from "@/lib/domain/session";
import { statusLabel } from "@/lib/domain/session-status";
import type { ListState } from "./session-list-state";

const FIELD = "min-h-8 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink";

/** What Kayle's list can be narrowed by: one status, and the day of creation. */
export function ListFilters({
  state,
  onChange,
}: {
  state: ListState;
  onChange: (change: Partial<ListState>) => void;
}) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-end gap-3">
      <label className="flex flex-col gap-1 text-ink-soft text-sm">
        Status
        <select
          className={FIELD}
          value={state.status ?? ""}
          onChange={({ target }) =>
            onChange({ status: SESSION_STATUSES.find((one) => one === target.value) ?? null })
          }
        >
          <option value="">Any</option>
          {SESSION_STATUSES.map((status) => (
            <option key={status} value={status}>
              {statusLabel(status)}
            </option>
          ))}
        </select>
      </label>
      <label className="flex flex-col gap-1 text-ink-soft text-sm">
        Created from
        <input
          type="date"
          className={FIELD}
          value={state.from ?? ""}
          onChange={({ target }) => onChange({ from: target.value || null })}
        />
      </label>
      <label className="flex flex-col gap-1 text-ink-soft text-sm">
        Created until
        <input
          type="date"
          className={FIELD}
          value={state.to ?? ""}
          onChange={({ target }) => onChange({ to: target.value || null })}
        />
      </label>
    </search>
  );
}
