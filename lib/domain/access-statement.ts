import { describeAct } from "./access-words";
import { LOOKS, SESSION_ACTS } from "./session-acts";
import { formatDateTime, zoneLabel } from "./time";

export type StatementRow = {
  at: string;
  event: string;
  outcome: string;
  staffId: string | null;
  staffName: string | null;
  role: string | null;
  ticket: string | null;
  /** Null where it was one of several, such as in a list of pasted ids. */
  sessionId: string | null;
};

export type StatementContext = {
  sessionId: string;
  /** The first and the last day that was asked for; null is open. */
  from: string | null;
  to: string | null;
  /** IANA name: of the days and of every time. */
  zone: string;
  /** When the log was read. */
  asOf: string;
  keptSince: string | null;
  /** Days that the log keeps. */
  keptDays: number;
  /** Whether `rows` is everything that fits. */
  isWhole: boolean;
};

/**
 * The answer to "who has looked at this session?" as plain text to send on: each person with every
 * time and ticket, and how complete the answer is. `rows` are the session's, in any order.
 */
export function toAccessStatement(
  rows: readonly StatementRow[],
  context: StatementContext,
): string {
  const { zone, asOf } = context;
  const acts = rows
    .filter(({ event }) => (SESSION_ACTS as readonly string[]).includes(event))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const people = groupByPerson(acts);
  const parts = [
    `Who has looked at session ${context.sessionId}`,
    `Period: ${describePeriod(context)}. Times are in ${zone} (${zoneLabel(zone, new Date(asOf))}).`,
    describeSum(acts, people.size),
    ...[...people.values()].map((own) => describePerson(own, zone)),
    describeCompleteness(context),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** By account: names change, and two people may share one. */
function groupByPerson(acts: readonly StatementRow[]): Map<string, StatementRow[]> {
  const people = new Map<string, StatementRow[]>();
  for (const act of acts) {
    const key = act.staffId ?? act.staffName ?? "";
    people.set(key, [...(people.get(key) ?? []), act]);
  }
  return people;
}

function describePeriod({ from, to, zone, asOf }: StatementContext): string {
  const until = formatDateTime(asOf, zone);
  if (from === null && to === null) return `everything in the log until ${until}`;
  return `${from ? `from ${from}` : "from the beginning"} to ${to ?? until}, both days included`;
}

function describeSum(acts: readonly StatementRow[], people: number): string {
  if (acts.length === 0) return "Nobody is recorded as having looked at it in this period.";
  const looks = acts.filter(isLook).length;
  const others = acts.length - looks;
  const who = people === 1 ? "1 person is" : `${people} people are`;
  const did = others > 0 ? `, ${count(others, "other act")}` : "";
  return `${who} recorded with it: ${count(looks, "look")}${did}.`;
}

function describePerson(own: readonly StatementRow[], zone: string): string {
  const [first] = own;
  const roles = [...new Set(own.flatMap(({ role }) => role ?? []))];
  const name = first?.staffName ?? "Nobody known";
  const lines = own.map(({ at, event, outcome, ticket, sessionId }) => {
    const among = sessionId === null ? ", among others" : "";
    const what = `${describeAct(event, outcome)}${among}`;
    return `- ${formatDateTime(at, zone)}: ${what}${ticket ? `, working on ${ticket}` : ""}`;
  });
  return [roles.length > 0 ? `${name} (${roles.join(", ")})` : name, ...lines].join("\n");
}

function describeCompleteness({ keptSince, keptDays, zone, isWhole }: StatementContext): string {
  const since = keptSince ? `since ${formatDateTime(keptSince, zone)}` : "and is empty";
  return [
    `How complete this is: the desk has kept its access log ${since}, and keeps each entry for ${keptDays} days.`,
    "It shows a session to nobody before that is written down.",
    "Searches and exports of lists are recorded by what was searched for, not under each session.",
    ...(isWhole ? [] : ["Older entries exist that did not fit into this statement."]),
  ].join(" ");
}

function isLook({ event, outcome }: StatementRow): boolean {
  return LOOKS.includes(event) && outcome === "done";
}

function count(n: number, one: string): string {
  return `${n} ${n === 1 ? one : `${one}s`}`;
}
