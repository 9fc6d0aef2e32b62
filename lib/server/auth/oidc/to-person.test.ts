import { describe, expect, test } from "vitest";
import { STAFF_ROLES, type StaffRole } from "@/lib/domain/roles";
import { findClaim, toPerson } from "./to-person";

const RULES = {
  roleClaim: "groups",
  roleMap: new Map<string, StaffRole>(STAFF_ROLES.map((role) => [`desk-${role}s`, role])),
  emailVerified: "require" as const,
  allowedDomains: [],
};
const CLAIMS = {
  sub: "1",
  email: "Ann@Example.com",
  email_verified: true,
  name: "Ann",
  groups: ["desk-agents"],
};

describe("the role claim", () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ["groups", { groups: ["a"] }, ["a"]],
    ["realm_access.roles", { realm_access: { roles: ["a"] } }, ["a"]],
    ["https://desk.example/roles", { "https://desk.example/roles": ["a"] }, ["a"]],
    ["a.b", { "a.b": 1, a: { b: 2 } }, 1],
    ["a.b.c", { a: { b: null } }, undefined],
    ["a.length", { a: "text" }, undefined],
    ["constructor", {}, undefined],
    ["a.toString", { a: {} }, undefined],
  ])("%s is found by its own name or by a path", (path, claims, expected) => {
    expect(findClaim(claims, path)).toEqual(expected);
  });

  test.each<[unknown, StaffRole]>([
    [["desk-viewers", "desk-admins", "desk-agents"], "admin"],
    ["desk-leads", "lead"],
    [["others", 7, null, "desk-viewers"], "viewer"],
  ])("%j gives the highest of its roles: %s", (groups, role) => {
    expect(toPerson({ ...CLAIMS, groups }, "iss", RULES).role).toBe(role);
  });
});

describe("the address", () => {
  test.each<["require" | "trust", unknown, boolean]>([
    ["require", true, true],
    ["require", "true", true],
    ["require", undefined, false],
    ["require", false, false],
    ["trust", undefined, true],
    ["trust", false, false],
    ["trust", "false", false],
  ])("where the rule is %s and email_verified is %j counts: %j", (emailVerified, said, counts) => {
    const read = () =>
      toPerson({ ...CLAIMS, email_verified: said }, "iss", { ...RULES, emailVerified });
    if (counts) expect(read().email).toBe("ann@example.com");
    else expect(read).toThrow("CompanyEmailUnverified");
  });
});

test.each<[unknown, string]>([
  [" Ann \n Other\u202e ", "Ann Other"],
  [undefined, "ann@example.com"],
  ["\u0000", "ann@example.com"],
  [{ first: "Ann" }, "ann@example.com"],
  ["x".repeat(500), "x".repeat(120)],
])("the name %j is one short line, or the address", (name, expected) => {
  expect(toPerson({ ...CLAIMS, name }, "iss", RULES).name).toBe(expected);
});
