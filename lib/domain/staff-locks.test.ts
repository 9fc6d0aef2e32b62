import { expect, test } from "vitest";
import { toStaffLocks } from "./staff-locks";

const COLLEAGUE = { kind: "local", isSelf: false, isLastAdmin: false } as const;

test("a colleague's local account is open to every change", () => {
  expect(toStaffLocks(COLLEAGUE)).toEqual({ name: null, role: null, close: null, password: null });
});

test("nobody changes their own role or closes their own account", () => {
  const locks = toStaffLocks({ ...COLLEAGUE, isSelf: true });
  expect(locks).toMatchObject({ name: null, password: null });
  expect([locks.role, locks.close]).toEqual([
    expect.stringContaining("Ask another admin"),
    expect.stringContaining("Ask another admin"),
  ]);
});

test("the last admin keeps the role and the account", () => {
  const locks = toStaffLocks({ ...COLLEAGUE, isLastAdmin: true });
  expect([locks.role, locks.close]).toEqual(Array(2).fill(expect.stringContaining("last admin")));
});

test("a company's account can be closed here, and nothing else of it changed", () => {
  const { close, ...others } = toStaffLocks({ ...COLLEAGUE, kind: "company" });
  expect(close).toBeNull();
  expect(Object.values(others)).not.toContain(null);
});
