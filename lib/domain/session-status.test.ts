import { expect, test } from "vitest";
import { SESSION_STATUSES } from "./session";
import { aSession, NOW } from "./session-record.fixture";
import { statusLabel, toDisplayStatus } from "./session-status";

const LATE = new Date("2026-11-23T10:58:02.000Z");

test.each([
  ["created", "Created", "neutral"],
  ["in_progress", "In progress", "progress"],
  ["succeeded", "Succeeded", "success"],
  ["failed", "Failed", "danger"],
  ["expired", "Expired", "muted"],
  ["cancelled", "Cancelled", "muted"],
])("%s reads %s", (status, label, tone) => {
  expect(toDisplayStatus(aSession({ status }), NOW)).toEqual({
    key: status,
    label,
    tone,
    apiValue: status,
  });
  expect(statusLabel(status)).toBe(label);
});

test("an open session is past its time from the very moment of its deadline, and keeps Kayle's value", () => {
  for (const status of ["created", "in_progress"]) {
    expect(toDisplayStatus(aSession({ status }), new Date(LATE.getTime() - 1)).key).toBe(status);
    expect(toDisplayStatus(aSession({ status }), LATE)).toEqual({
      key: "overdue",
      label: "Past its time",
      tone: "warning",
      apiValue: status,
    });
  }
});

test("a session that has ended is never past its time, nor is one without a readable deadline", () => {
  const ended = SESSION_STATUSES.filter(
    (status) => status !== "created" && status !== "in_progress",
  );
  for (const status of ended) expect(toDisplayStatus(aSession({ status }), LATE).key).toBe(status);
  const unreadable = aSession({ status: "created", expires_at: "?" });
  expect(toDisplayStatus(unreadable, LATE).key).toBe("created");
});

test("a status that the desk does not know is shown as it is, open or not", () => {
  for (const completed_at of [null, "2026-11-23T10:26:02.000Z"]) {
    const session = aSession({ status: "requires_input", completed_at });
    expect(toDisplayStatus(session, LATE)).toEqual({
      key: "unknown",
      label: "requires_input",
      tone: "neutral",
      apiValue: "requires_input",
    });
  }
  expect(toDisplayStatus(aSession({ status: "toString" }), NOW).label).toBe("toString");
  expect(statusLabel(" ")).toBe("Not given");
});
