import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTurns } from "./turns";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Turns whose work takes `ms` and is noted when it begins. */
function startTurns() {
  const turns = createTurns();
  const begun: string[] = [];
  const work = (name: string, ms: number) => async () => {
    begun.push(name);
    await new Promise((resolve) => setTimeout(resolve, ms));
    return name;
  };
  return {
    begun,
    statement: (name: string, ms = 1) => turns.statement(work(name, ms)),
    transaction: (name: string, ms = 20) => turns.transaction(work(name, ms)),
    last: (name: string, ms = 1) => turns.last(work(name, ms)),
    fail: () => turns.transaction(() => Promise.reject(new Error("no"))),
  };
}

test("nothing runs beside anything else, and each gets what its own work gave", async () => {
  const { statement, transaction, begun } = startTurns();
  const all = Promise.all([transaction("t1"), statement("s1"), transaction("t2"), statement("s2")]);
  await vi.advanceTimersByTimeAsync(10);
  expect(begun).toEqual(["t1"]);
  await vi.advanceTimersByTimeAsync(100);
  expect(await all).toEqual(["t1", "s1", "t2", "s2"]);
});

test("statements go before transactions that wait", async () => {
  const { statement, transaction, begun } = startTurns();
  void transaction("t1");
  void transaction("t2");
  void statement("s1");
  void statement("s2");
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toEqual(["t1", "s1", "s2", "t2"]);
});

test("after a statement a transaction waits a moment for the next one of the same search", async () => {
  const { statement, transaction, begun } = startTurns();
  void statement("s1").then(() => setTimeout(() => void statement("s2"), 2));
  void transaction("t1");
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toEqual(["s1", "s2", "t1"]);
});

test("a transaction comes to its turn however many statements follow one another", async () => {
  const { statement, transaction, begun } = startTurns();
  const askOn = (): void => void statement("s", 2).then(askOn);
  askOn();
  void transaction("t1");
  await vi.advanceTimersByTimeAsync(150);
  expect(begun).toContain("t1");
});

test("the end comes after all that waits, also when it has waited longer than a transaction would", async () => {
  const { last, statement, transaction, begun } = startTurns();
  void statement("s1", 300);
  void statement("s2");
  void last("end");
  void transaction("t1");
  await vi.advanceTimersByTimeAsync(500);
  expect(begun).toEqual(["s1", "t1", "s2", "end"]);
});

test("what fails is told to whoever asked and holds up nobody", async () => {
  const { fail, statement, transaction } = startTurns();
  const failed = expect(fail()).rejects.toThrow("no");
  const later = Promise.all([statement("s1"), transaction("t1")]);
  await vi.advanceTimersByTimeAsync(100);
  await failed;
  expect(await later).toEqual(["s1", "t1"]);
});
