import { expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { verifyPassword } from "../auth/passwords";
import { closeDemoAccounts, createDemoAccounts, DEMO_PASSWORD } from "./demo-accounts";
import { addStaff, disableStaff } from "./manage-staff";
import { findStaffByEmail, listStaff } from "./staff-store";

describeOnEngine("the demo accounts", (engine) => {
  test("somebody's own account at a demo address keeps its role and password", async () => {
    const { db } = engine.opened();
    const own = {
      email: "lead@demo.test",
      name: "Own",
      role: "viewer",
      password: "my own password",
    };
    await addStaff(db, own);
    await createDemoAccounts(db);
    const kept = await findStaffByEmail(db, own.email);
    expect(kept).toMatchObject({ name: "Own", role: "viewer", isDemo: false });
    await closeDemoAccounts(db, new Date());
    expect(await findStaffByEmail(db, own.email)).toEqual(kept);
  });

  test("are one for each role, open with the password that the page names", async () => {
    const { db } = engine.opened();
    await createDemoAccounts(db);
    const agent = await findStaffByEmail(db, "agent@demo.test");
    expect(agent).toMatchObject({ role: "agent", isDemo: true, disabledAt: null });
    expect(await verifyPassword(agent?.passwordHash ?? null, DEMO_PASSWORD)).toBe(true);
  });

  test("are put back as they were by the next start of the demo, under the same id", async () => {
    const { db } = engine.opened();
    const before = await findStaffByEmail(db, "agent@demo.test");
    await disableStaff(db, "agent@demo.test", new Date());
    await createDemoAccounts(db);
    expect(await findStaffByEmail(db, "agent@demo.test")).toMatchObject({
      id: before?.id,
      disabledAt: null,
    });
    expect(await listStaff(db)).toHaveLength(4);
  });

  test("open with no password at all once they are closed", async () => {
    const { db } = engine.opened();
    await closeDemoAccounts(db, new Date());
    const closed = (await listStaff(db)).filter((row) => row.isDemo);
    expect(closed).toHaveLength(3);
    for (const row of closed) {
      expect(row.disabledAt).not.toBeNull();
      expect(await verifyPassword(row.passwordHash, DEMO_PASSWORD)).toBe(false);
      expect(await verifyPassword(row.passwordHash, "")).toBe(false);
    }
  });
});
