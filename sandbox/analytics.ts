import type { Organisation } from "./organisation";
import { type SandboxResponse, toData } from "./replies";
import type { RouteContext } from "./route";
import { DAY_MS, isOpenStatus } from "./row";

const DAYS = 14;

type Outcome = "active" | "success" | "failure" | "expired" | "cancelled";
type Counts = Record<Outcome, number>;

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  succeeded: "success",
  failed: "failure",
  expired: "expired",
  cancelled: "cancelled",
};

function noCounts(): Counts {
  return { active: 0, success: 0, failure: 0, expired: 0, cancelled: 0 };
}

function total(counts: Counts): number {
  return counts.active + counts.success + counts.failure + counts.expired + counts.cancelled;
}

/** Recorded server 1.6.0: an open session past its time is counted as expired before the sweep says so. */
function toOutcome(status: string, expiresAt: number, now: number): Outcome {
  if (isOpenStatus(status) && expiresAt <= now) return "expired";
  return OUTCOMES[status] ?? "active";
}

function countSessions({ sessions }: Organisation, now: number, firstDay: number) {
  const summary = noCounts();
  const days = Array.from({ length: DAYS }, noCounts);
  for (const { status, createdAt, expiresAt } of sessions.all()) {
    const outcome = toOutcome(status, expiresAt, now);
    summary[outcome] += 1;
    const day = days[Math.floor((createdAt - firstDay) / DAY_MS)];
    if (day !== undefined) day[outcome] += 1;
  }
  return { summary, days };
}

/** Counts of all time, the outcomes of the last 14 days, and their running sums. */
export function getAnalytics({ organisation, now }: RouteContext): SandboxResponse {
  const firstDay = (Math.floor(now / DAY_MS) - DAYS + 1) * DAY_MS;
  const { summary, days } = countSessions(organisation, now, firstDay);
  const sums = noCounts();
  const dated = days.map((counts, at) => {
    for (const outcome of Object.keys(sums) as Outcome[]) sums[outcome] += counts[outcome];
    const date = new Date(firstDay + at * DAY_MS).toISOString().slice(0, 10);
    return { date, counts, sums: { ...sums } };
  });
  return toData({
    summary: { total: total(summary), ...summary },
    trend: dated.map(({ date, counts: { cancelled, expired, failure, success } }) => {
      return { cancelled, date, expired, failure, success };
    }),
    timeline: dated.map(({ date, sums: { active, cancelled, expired, failure, success } }) => {
      const all = active + cancelled + expired + failure + success;
      return { active, cancelled, date, expired, failure, success, total: all };
    }),
  });
}
