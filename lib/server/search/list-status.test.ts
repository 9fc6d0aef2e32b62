import { expect, test } from "vitest";
import { toLastingFault } from "./list-status";

const at = new Date("2026-11-23T10:00:00.000Z");
const lastError = { code: "UPSTREAM_UNAUTHORIZED", at };
const secondsLater = (seconds: number) => new Date(at.getTime() + seconds * 1_000);

test("what kept the index from being in step is said until it is in step again", () => {
  const told = { code: "UPSTREAM_UNAUTHORIZED", at: "2026-11-23T10:00:00.000Z" };
  expect(toLastingFault({ asOf: null, lastError })).toEqual(told);
  expect(toLastingFault({ asOf: secondsLater(-5), lastError })).toEqual(told);
  expect(toLastingFault({ asOf: secondsLater(5), lastError }), "noted before a restart").toBeNull();
  expect(toLastingFault({ asOf: secondsLater(5), lastError: null })).toBeNull();
});
