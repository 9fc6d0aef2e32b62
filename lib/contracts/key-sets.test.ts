import { expect, test } from "vitest";
import { toKeySet } from "./key-sets";

test("equal keys are one and the same set, in whatever object they come", () => {
  const set = toKeySet({ age_over_18: { required: true }, name: 1 });
  expect(Object.keys(set)).toEqual(["age_over_18", "name"]);
  expect(toKeySet({ age_over_18: null, name: null })).toBe(set);
});

test("keys that only look alike once they are put together stay apart", () => {
  const sets = [{ "a,b": 1 }, { a: 1, b: 1 }, { "": 1, a: 1 }, { ",a": 1 }, {}, { "": 1 }];
  for (const keys of [...sets, ...sets])
    expect(Object.keys(toKeySet(keys))).toEqual(Object.keys(keys));
});

test("the key that could stand in for a prototype is left out", () => {
  expect(Object.keys(toKeySet(JSON.parse('{"__proto__": 1, "name": 1}')))).toEqual(["name"]);
});
