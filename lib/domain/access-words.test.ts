import { expect, test } from "vitest";
import { ACCESS_EVENTS, ACCESS_OUTCOMES } from "./access-event";
import { describeAct, describeDetails, eventName, outcomeName } from "./access-words";

test("every event and outcome has words of its own, and none is told as done that was not", () => {
  const names = ACCESS_EVENTS.map(eventName);
  expect(new Set(names).size).toBe(ACCESS_EVENTS.length);
  for (const event of ACCESS_EVENTS) expect(describeAct(event, "done")).not.toContain("_");
  for (const event of ["session_view", "cancel", "resend", "note_add", "export"]) {
    for (const outcome of ["begun", "refused", "not_found", "failed"]) {
      expect(describeAct(event, outcome)).toMatch(/^tried to /);
    }
  }
  for (const outcome of ACCESS_OUTCOMES) expect(outcomeName(outcome)).toMatch(/^[A-Z][a-z ]+$/);
});

test("what a newer desk wrote is shown as it stands", () => {
  expect(describeAct("teleport", "done")).toBe("teleport");
  expect(outcomeName("toString")).toBe("toString");
});

test("details are one line: values of any kind, ids shortened, nothing where there is nothing", () => {
  const id = `vs_${"a1B2".repeat(16)}`;
  expect(describeDetails({})).toBe("");
  expect(describeDetails({ q: "", ids: [], why: null })).toBe("");
  expect(describeDetails({ ids: [id], statusBefore: "failed" })).toBe(
    "ids vs_a1B2a1B2…a1B2a1B2 · status before “failed”",
  );
  const search = { query: "status:failed", total: 1_204, totalIsExact: true, zone: "UTC" };
  expect(describeDetails(search)).toBe("“status:failed” · 1,204 found");
  const all = { query: "", total: 1_000, totalIsExact: false };
  expect(describeDetails(all)).toBe("everything · 1,000 or more found");
  expect(describeDetails({ n: [1, 2, 3, 4, 5, 6, 7] })).toBe("n 1, 2, 3, 4, 5 and 2 more");
});
