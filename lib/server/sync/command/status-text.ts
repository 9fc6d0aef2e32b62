import "server-only";
import { RETENTION_DAYS_MAX, type Retention } from "../../index/retention";
import type { CountCheck, OutcomeCounts } from "../state";
import type { getSyncHistory, SyncStatus } from "../status";

type History = Awaited<ReturnType<typeof getSyncHistory>>;

/** The whole status as lines for a terminal. Times are UTC. */
export function toStatusText(status: SyncStatus, history: History, retention: Retention): string {
  return [
    ...toRows([
      ["In step as of", toTime(status.asOf) ?? "never yet"],
      ["Window begins", toTime(status.windowStart) ?? ""],
      ["Complete", toCompleteness(status)],
      ["Rows kept aside", `${status.unreadableRows} that could not be read`],
      ["Kept by", status.leader ?? "no desk at the moment"],
      ["Last full resync", toResync(history.fullResync)],
      ["Kayle's events", toEvents(history.events)],
      ["Trouble", status.lastError ? toTrouble(status.lastError) : "none"],
    ]),
    "",
    ...toCountLines(status.countCheck, retention),
  ].join("\n");
}

function toCompleteness({ complete, completeSince }: SyncStatus): string {
  if (complete) return "yes";
  return completeSince ? `only for sessions created since ${toTime(completeSince)}` : "no";
}

function toResync(resync: History["fullResync"]): string {
  if (!resync) return "none yet";
  return `begun ${toTime(resync.startedAt)}, ${resync.isFinished ? "finished" : "under way"}`;
}

function toEvents(events: History["events"]): string {
  if (events?.access === "no_scope") return "not read: the key lacks webhooks:read";
  if (!events?.asOf) return "not read yet";
  const [unread] = events.pending.map(({ to }) => to).toSorted((a, b) => b.getTime() - a.getTime());
  const rest = unread ? `, those before ${toTime(unread)} still to be read` : "";
  const aside = events.unreadable > 0 ? `, ${events.unreadable} could not be read` : "";
  const trouble = events.fault ? `, ${toTrouble(events.fault)}` : "";
  return `read as of ${toTime(events.asOf)}${rest}${aside}${trouble}`;
}

function toTrouble({ code, at }: { code: string; at: Date }): string {
  return `${code} at ${toTime(at)}`;
}

const OUTCOMES: readonly (keyof OutcomeCounts)[] = [
  "total",
  "active",
  "success",
  "failure",
  "expired",
  "cancelled",
];

/** The index and Kayle's own counts; both move while they are read, so small differences are no fault. */
function toCountLines(check: CountCheck | null, { days }: Retention): string[] {
  if (!check) return ["The counts were not compared with Kayle's yet."];
  const { upstream, index, checkedAt } = check;
  if (!upstream) {
    const why =
      check.fault === null || check.fault === "UPSTREAM_FORBIDDEN"
        ? "the key lacks analytics:read"
        : `Kayle did not give them, ${check.fault}`;
    return [`Kayle's own counts cannot be read: ${why} (${toTime(checkedAt)}).`];
  }
  const rows = OUTCOMES.map((name): [string, string] => {
    const difference = index[name] - upstream[name];
    const shown = difference === 0 ? "" : `  differs by ${difference > 0 ? "+" : ""}${difference}`;
    return [name, `${toCell(upstream[name])}${toCell(index[name])}${shown}`];
  });
  const isEqual = OUTCOMES.every((name) => index[name] === upstream[name]);
  const verdict = isEqual ? "equal" : "not equal";
  return [
    `Counts compared at ${toTime(checkedAt)}: ${verdict}.`,
    ...toRows([["", `${toCell("Kayle")}${toCell("index")}`], ...rows]),
    ...(days < RETENTION_DAYS_MAX
      ? [
          `With RETENTION_DAYS=${days} the index rightly holds fewer: Kayle keeps ${RETENTION_DAYS_MAX}.`,
        ]
      : []),
  ];
}

function toCell(value: number | string): string {
  return String(value).padStart(10);
}

function toRows(rows: readonly (readonly [name: string, value: string])[]): string[] {
  return rows.map(([name, value]) => `${name.padEnd(16)} ${value}`.trimEnd());
}

function toTime(date: Date | null): string | null {
  return date && `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
