import { expect, test } from "vitest";
import { findDifference } from "./find-difference";

const COUNTS = { total: 10, active: 1, success: 5, failure: 2, expired: 1, cancelled: 1 };
const truth = { checkedAt: new Date("2026-11-23T10:00:00Z"), upstream: COUNTS, fault: null };

test("counts that differ are told by outcome, and equal ones are no difference", () => {
  expect(findDifference({ ...truth, index: COUNTS }, { days: 30 })).toBeNull();
  const index = { ...COUNTS, total: 9, failure: 1 };
  expect(findDifference({ ...truth, index }, { days: 30 })?.by).toEqual({ total: -1, failure: -1 });
});

test("a session of a thousand may be on its way between the two counts", () => {
  const upstream = { ...COUNTS, total: 5_000, success: 4_995 };
  const off = (by: number) => ({ ...upstream, total: 5_000 - by, success: 4_995 - by });
  const find = (by: number) => findDifference({ ...truth, upstream, index: off(by) }, { days: 30 });
  expect(find(5)).toBeNull();
  expect(find(6)?.by).toEqual({ total: -6, success: -6 });
});

test("nothing is said where there is nothing to compare with", () => {
  const index = { ...COUNTS, total: 4, success: 0 };
  expect(findDifference({ ...truth, index }, { days: 3 }), "a shorter retention").toBeNull();
  expect(findDifference({ ...truth, upstream: null, index }, { days: 30 })).toBeNull();
});
