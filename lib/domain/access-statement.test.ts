import { expect, test } from "vitest";
import { type StatementContext, type StatementRow, toAccessStatement } from "./access-statement";

const CONTEXT: StatementContext = {
  sessionId: "vs_one",
  from: null,
  to: null,
  zone: "Europe/Paris",
  asOf: "2026-11-23T11:00:00.000Z",
  keptSince: "2026-11-01T08:00:00.000Z",
  keptDays: 365,
  isWhole: true,
};

function aRow(patch: Partial<StatementRow>): StatementRow {
  return {
    at: "2026-11-23T09:33:02.000Z",
    event: "session_view",
    outcome: "done",
    staffId: "1",
    staffName: "Mara Adler",
    role: "lead",
    ticket: null,
    sessionId: "vs_one",
    ...patch,
  };
}

test("names each person with role, every time in the named zone, and tickets, oldest first", () => {
  const rows = [
    aRow({ event: "cancel", at: "2026-11-23T09:40:00.000Z" }),
    aRow({ staffId: "2", staffName: "Jon Perry", role: "agent", at: "2026-11-23T09:27:00.000Z" }),
    aRow({ ticket: "SUP-1182" }),
  ];
  expect(toAccessStatement(rows, CONTEXT)).toBe(`Who has looked at session vs_one

Period: everything in the log until 23 Nov 2026, 12:00:00. Times are in Europe/Paris (UTC+1).

2 people are recorded with it: 2 looks, 1 other act.

Jon Perry (agent)
- 23 Nov 2026, 10:27:00: opened the session

Mara Adler (lead)
- 23 Nov 2026, 10:33:02: opened the session, working on SUP-1182
- 23 Nov 2026, 10:40:00: cancelled the session

How complete this is: the desk has kept its access log since 1 Nov 2026, 09:00:00, and keeps each entry for 365 days. It shows a session to nobody before that is written down. Searches and exports of lists are recorded by what was searched for, not under each session.
`);
});

test("two people of one name stay two, and one who changed the name stays one", () => {
  const namesakes = [aRow({}), aRow({ staffId: "2" })];
  expect(toAccessStatement(namesakes, CONTEXT)).toContain(
    "2 people are recorded with it: 2 looks.",
  );
  const renamed = [aRow({}), aRow({ staffName: "Mara Berg" })];
  expect(toAccessStatement(renamed, CONTEXT)).toContain("1 person is recorded with it: 2 looks.");
});

test("a look that showed nothing is told as a try and not counted as a look", () => {
  const text = toAccessStatement([aRow({ outcome: "failed" })], CONTEXT);
  expect(text).toContain("tried to open the session");
  expect(text).toContain("0 looks, 1 other act");
});

test("a look at several sessions at once is told as such", () => {
  const text = toAccessStatement([aRow({ event: "lookup", sessionId: null })], CONTEXT);
  expect(text).toContain("looked up pasted ids, among others");
});

test("reading the log about a session is not looking at it", () => {
  const text = toAccessStatement([aRow({ event: "log_read" })], CONTEXT);
  expect(text).toContain("Nobody is recorded as having looked at it in this period.");
  expect(text).not.toContain("Mara");
});

test("says for which days it stands, and when it is not everything", () => {
  const context = { ...CONTEXT, from: "2026-11-20", to: "2026-11-22", isWhole: false };
  const text = toAccessStatement([aRow({})], context);
  expect(text).toContain("Period: from 2026-11-20 to 2026-11-22, both days included.");
  expect(text).toContain("Older entries exist that did not fit");
});
