import { describe, expect, test } from "vitest";
import { can, isStaffRole, STAFF_ACTIONS, STAFF_ROLES, type StaffAction } from "./roles";

/** Who may do what, row by row: viewer, agent, lead, admin. */
const TABLE: Record<StaffAction, [boolean, boolean, boolean, boolean]> = {
  "session:read": [true, true, true, true],
  "session:note": [false, true, true, true],
  "session:cancel": [false, true, true, true],
  "webhook:resend": [false, true, true, true],
  "access-log:read": [false, false, true, true],
  "session:export": [false, false, true, true],
  "team-view:write": [false, false, true, true],
  "staff:manage": [false, false, false, true],
  "health:read": [false, false, false, true],
};

describe.each(STAFF_ACTIONS.map((action) => [action, TABLE[action]] as const))(
  "%s",
  (action, row) => {
    test.each(STAFF_ROLES.map((role, column) => [role, row[column]] as const))(
      "%s: %s",
      (role, allowed) => {
        expect(can(role, action)).toBe(allowed);
      },
    );
  },
);

test("every role may read sessions", () => {
  expect(STAFF_ROLES).toEqual(["viewer", "agent", "lead", "admin"]);
  expect(STAFF_ROLES.every((role) => can(role, "session:read"))).toBe(true);
});

test.each(["viewer", "agent", "lead", "admin"])("%s is a role", (value) => {
  expect(isStaffRole(value)).toBe(true);
});

test.each(["", "Admin", "admin ", "owner", "constructor", "0", 0, null, undefined, ["admin"], {}])(
  "%j is no role",
  (value) => {
    expect(isStaffRole(value)).toBe(false);
  },
);
