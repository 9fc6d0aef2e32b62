import { afterEach, beforeEach, expect, test } from "vitest";
import { aSession } from "@/lib/domain/session-record.fixture";
import { startTestDesk, type TestDesk } from "../http/testing/desk";
import { countDroppedNotes, noteSessionAnswer } from "./note-session-answer";

let desk: TestDesk;

beforeEach(async () => {
  // Its database never answers.
  desk = await startTestDesk("http://127.0.0.1:9");
  Reflect.deleteProperty(globalThis, "__deskNotes");
});

afterEach(async () => {
  Reflect.deleteProperty(globalThis, "__deskNotes");
  await desk.close();
});

test("what a slow database has no room for is counted, and said once and not each time", () => {
  const session = aSession();
  const note = () =>
    noteSessionAnswer({ id: session.id, session, askedAt: new Date(), source: "poll" });
  for (let answers = 0; answers < 1_000; answers += 1) note();
  expect(countDroppedNotes()).toBe(0);
  expect(desk.logLines).toEqual([]);
  for (let answers = 0; answers < 10; answers += 1) note();
  expect(countDroppedNotes()).toBe(10);
  expect(desk.logLines).toHaveLength(1);
  expect(desk.logLines[0]).toContain("reads are left to the sync");
  expect(desk.logLines[0]).not.toContain(session.id);
});
