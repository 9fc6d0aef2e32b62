"use client";

import { ROLES } from "@/components/data-table/table-roles";
import { classes } from "@/components/ui/classes";
import type { AccessLogRow } from "@/lib/contracts/access-log";
import { LogRow } from "./log-row";
import type { LogState } from "./log-state";

const HEADS = [
  ["When", "w-38"],
  ["Who", "w-36"],
  ["What", ""],
  ["Session", "w-54"],
  ["Ticket", "w-28"],
  ["Outcome", "w-26"],
  ["From", "w-30"],
  ["Request", "w-25"],
] as const;

/** The rows of the log, the newest first: a table, and a card a row where there is no room for one. */
export function LogTable({
  rows,
  onNarrow,
}: {
  rows: readonly AccessLogRow[];
  onNarrow: (change: Partial<LogState>) => void;
}) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table {...ROLES.table} className="w-full table-fixed text-sm max-xl:block">
        <caption className="sr-only">Entries of the access log, the newest first</caption>
        <thead {...ROLES.group} className="max-xl:sr-only">
          <tr {...ROLES.row}>
            {HEADS.map(([head, width]) => (
              <th
                key={head}
                {...ROLES.head}
                scope="col"
                className={classes(
                  "border-line border-b px-2.5 py-2 text-left font-medium text-ink-soft text-xs first:pl-4",
                  width,
                )}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLES.group} className="max-xl:block">
          {rows.map((row) => (
            <LogRow key={row.no} row={row} onNarrow={onNarrow} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
