import { expect, test } from "vitest";
import { countLookers, type LookerAct, toLookers } from "./lookers";

function anAct(patch: Partial<LookerAct>): LookerAct {
  return {
    no: 1,
    at: "2026-11-23T09:33:02.000Z",
    event: "session_view",
    outcome: "done",
    person: "a",
    staffName: "Mara",
    role: "lead",
    ticket: null,
    isOwn: false,
    ...patch,
  };
}

test("each person stands once, whoever acted last first, with the newest act first", () => {
  const acts = [
    anAct({ no: 3, event: "cancel" }),
    anAct({ no: 2, person: "b", staffName: "Mara" }),
    anAct({ no: 1 }),
  ];
  const lookers = toLookers(acts);
  expect(lookers.map(({ person, acts: own }) => [person, own.map(({ no }) => no)])).toEqual([
    ["a", [3, 1]],
    ["b", [2]],
  ]);
});

test("only those who were shown the session are counted as having looked", () => {
  const lookers = toLookers([
    anAct({}),
    anAct({ person: "b", outcome: "failed" }),
    anAct({ person: "c", event: "note_add" }),
    anAct({ person: "d", event: "lookup" }),
  ]);
  expect(countLookers(lookers)).toBe(2);
});
