import { afterAll, beforeAll, expect, test } from "vitest";
import { savedViewSchema, type ViewRequest, viewRequestSchema } from "@/lib/contracts/views";
import type { StaffRole } from "@/lib/domain/roles";
import { VIEWS_MAX } from "@/lib/domain/saved-views";
import type { Staff } from "@/lib/domain/staff";
import { describeOnEngine } from "@/test/engines";
import type { OpenDatabase } from "../db/db";
import { isDeskError } from "../http/desk-error";
import { startTestDesk, type TestDesk } from "../http/testing/desk";
import { findStaffByEmail, insertStaff } from "../staff/staff-store";
import { createView, listViews, removeView } from "./saved-views";

const SETUP_MS = 60_000;

describeOnEngine("saved views", (engine) => {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };
  const people = new Map<string, Staff>();
  let desk: TestDesk;

  async function addPerson(name: string, role: StaffRole): Promise<void> {
    const { db } = engine.opened();
    const email = `${name}@desk.example`;
    await insertStaff(db, { email, name, role, passwordHash: "x" });
    const row = await findStaffByEmail(db, email);
    people.set(name, { id: row?.id ?? "", email, name, role, signInId: "sign-in" });
  }

  beforeAll(async () => {
    // Where the access log of what is saved goes.
    store.__deskDatabase = Promise.resolve(engine.opened());
    desk = await startTestDesk("https://api.kayle.invalid");
    for (const name of ["ann", "ben", "cas", "dot"]) await addPerson(name, "agent");
    await addPerson("lea", "lead");
    await addPerson("max", "viewer");
  }, SETUP_MS);
  afterAll(async () => {
    await desk.close();
    store.__deskDatabase = undefined;
  });

  function as(name: string) {
    const staff = people.get(name);
    if (!staff) throw new Error(`nobody is called ${name}`);
    return { staff };
  }

  const save = (name: string, view: Partial<ViewRequest>) => {
    const request = { name: "A view", q: "status:failed", scope: "personal", ...view } as const;
    return createView(engine.opened().db, viewRequestSchema.parse(request), as(name));
  };
  const seenBy = async (name: string) => {
    const { data } = await listViews(engine.opened().db, as(name));
    return data.map((view) => savedViewSchema.parse(view));
  };
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "no error",
      (error: unknown) => (isDeskError(error) ? error.code : "another error"),
    );

  test("a personal view is seen, and can be taken away, by its owner alone", async () => {
    const { data } = await save("ann", { name: "Mine" });
    expect(await seenBy("ann")).toMatchObject([{ name: "Mine", isOwn: true, canDelete: true }]);
    expect(await seenBy("lea")).toEqual([]);
    const { db } = engine.opened();
    expect(await codeOf(removeView(db, data.id, as("lea")))).toBe("VIEW_NOT_FOUND");
    await removeView(db, data.id, as("ann"));
    expect(await seenBy("ann")).toEqual([]);
  });

  test("a team's view is seen by everybody, and made and taken away by a lead only", async () => {
    expect(await codeOf(save("ann", { scope: "team" }))).toBe("FORBIDDEN");
    const { data } = await save("lea", { name: "Ours", scope: "team" });
    expect(await seenBy("max")).toMatchObject([{ name: "Ours", isOwn: false, canDelete: false }]);
    const { db } = engine.opened();
    expect(await codeOf(removeView(db, data.id, as("ben")))).toBe("FORBIDDEN");
    await removeView(db, data.id, as("lea"));
    expect(await seenBy("max")).toEqual([]);
  });

  test("a name is taken whatever its case, by one's own views or by the team's", async () => {
    await save("ben", { name: "Shop" });
    expect(await codeOf(save("ben", { name: " sHOP " }))).toBe("VIEW_NAME_TAKEN");
    expect(await codeOf(save("cas", { name: "Shop" }))).toBe("no error");
    expect(await codeOf(save("lea", { name: "Shop", scope: "team" }))).toBe("no error");
    expect(await codeOf(save("lea", { name: "SHOP", scope: "team" }))).toBe("VIEW_NAME_TAKEN");
  });

  test("keeps no search that is not understood, and no secret", async () => {
    expect(await codeOf(save("cas", { q: "statsu:failed" }))).toBe("INVALID_SEARCH");
    const secret = `kk_live_${"a1B2".repeat(8)}`;
    expect(await codeOf(save("cas", { q: secret }))).toBe("INVALID_REQUEST");
    expect(await codeOf(save("cas", { name: secret }))).toBe("INVALID_REQUEST");
  });

  test("has a most of views for each person", async () => {
    for (let at = 0; at < VIEWS_MAX; at++) await save("dot", { name: `View ${at}` });
    expect(await codeOf(save("dot", { name: "One more" }))).toBe("INVALID_REQUEST");
  });

  test("says the same of an id that never was and of a text that is none", async () => {
    const { db } = engine.opened();
    const ids = ["00000000-0000-4000-8000-000000000000", "' or 1=1 --"];
    for (const id of ids) {
      expect(await codeOf(removeView(db, id, as("ann")))).toBe("VIEW_NOT_FOUND");
    }
  });
});
