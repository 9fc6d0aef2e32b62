"use client";

import { Popover } from "@base-ui/react/popover";
import type { RowData } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { Button, buttonClasses } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import type { RowDensity } from "./row-heights";
import { toId } from "./table-columns";
import type { DataTableColumn } from "./table-features";

const DENSITIES = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact" },
] as const;

/** Which columns a table shows, in which order, and how tall its rows are. */
export function ColumnsMenu<Row extends RowData>({
  columns,
  columnIds,
  density,
  onColumns,
  onDensity,
}: {
  columns: readonly DataTableColumn<Row>[];
  /** The shown ones, in their order. */
  columnIds: readonly string[];
  density: RowDensity;
  /** Null for the usual ones. */
  onColumns: (ids: readonly string[] | null) => void;
  onDensity: (density: RowDensity) => void;
}) {
  const choosable = columns.filter((column) => !column.meta?.isFixed);
  const shown = columnIds.filter((id) => choosable.some((column) => toId(column) === id));
  const hidden = choosable.map(toId).filter((id) => !shown.includes(id));
  const labelOf = (id: string) => columns.find((one) => toId(one) === id)?.meta?.label ?? id;
  return (
    <Popover.Root>
      <Popover.Trigger className={buttonClasses("secondary", "min-h-10")}>
        <Columns3 aria-hidden className="size-4 text-ink-soft" />
        <span className="max-sm:sr-only">Columns</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="z-40">
          <Popover.Popup className="max-h-(--available-height) w-72 overflow-auto rounded-lg border border-line bg-surface p-3 shadow-lg">
            <Popover.Title className="font-semibold text-sm">Columns</Popover.Title>
            <ul className="mt-2">
              {[...shown, ...hidden].map((id) => (
                <ColumnLine
                  key={id}
                  label={labelOf(id)}
                  isShown={shown.includes(id)}
                  isOnly={shown.length === 1}
                  place={shown.indexOf(id)}
                  last={shown.length - 1}
                  onToggle={(isShown) =>
                    onColumns(isShown ? [...shown, id] : shown.filter((one) => one !== id))
                  }
                  onMove={(by) => onColumns(moved(shown, id, by))}
                />
              ))}
            </ul>
            <div className="mt-3 flex items-center justify-between border-line border-t pt-3">
              <span className="text-sm">Rows</span>
              <Segmented
                label="Height of rows"
                value={density}
                options={DENSITIES}
                onChange={onDensity}
              />
            </div>
            <Button variant="quiet" className="mt-2 w-full" onClick={() => onColumns(null)}>
              Back to the usual columns
            </Button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ColumnLine({
  label,
  isShown,
  isOnly,
  place,
  last,
  onToggle,
  onMove,
}: {
  label: string;
  isShown: boolean;
  /** The last one that is left cannot be taken away. */
  isOnly: boolean;
  place: number;
  last: number;
  onToggle: (isShown: boolean) => void;
  onMove: (by: 1 | -1) => void;
}) {
  return (
    <li className="flex items-center gap-1">
      <label className="flex min-h-8 min-w-0 flex-1 cursor-pointer items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={isShown}
          disabled={isShown && isOnly}
          onChange={({ target }) => onToggle(target.checked)}
          className="size-4 accent-(--accent)"
        />
        <span className="truncate">{label}</span>
      </label>
      {isShown && (
        <>
          <MoveButton
            icon={ArrowUp}
            words={`Move ${label} up`}
            isOff={place === 0}
            onClick={() => onMove(-1)}
          />
          <MoveButton
            icon={ArrowDown}
            words={`Move ${label} down`}
            isOff={place === last}
            onClick={() => onMove(1)}
          />
        </>
      )}
    </li>
  );
}

function MoveButton({
  icon: Icon,
  words,
  isOff,
  onClick,
}: {
  icon: typeof ArrowUp;
  words: string;
  isOff: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      title={words}
      // Not `disabled`: a column that arrives at the end would lose the focus there.
      aria-disabled={isOff}
      onClick={() => !isOff && onClick()}
      className="inline-flex size-7 items-center justify-center rounded text-ink-soft hover:bg-surface-hover aria-disabled:opacity-30"
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{words}</span>
    </button>
  );
}

function moved(ids: readonly string[], id: string, by: 1 | -1): string[] {
  const from = ids.indexOf(id);
  const next = ids.filter((one) => one !== id);
  next.splice(from + by, 0, id);
  return next;
}
