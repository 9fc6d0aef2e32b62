import { expect, test } from "vitest";
import { pickReference } from "./pick-reference";

const named = (...names: string[]) => names.map((name) => ({ name }));

test.each([
  ["the order among how the page is shown", ["lang", "order"], "order"],
  ["a reference before an unknown parameter", ["x", "reference"], "reference"],
  ["any id that the integrator made up", ["step", "customer_id"], "customer_id"],
  ["an unknown parameter when there is nothing better", ["lang", "x"], "x"],
])("picks %s", (_, names, expected) => {
  expect(pickReference(named(...names))?.name).toBe(expected);
});

test("a language or a campaign is never taken for the customer's reference", () => {
  expect(pickReference(named("lang", "utm_source", "theme"))).toBeNull();
  expect(pickReference([])).toBeNull();
});
