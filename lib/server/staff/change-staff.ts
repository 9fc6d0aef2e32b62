import "server-only";
import type {
  AddStaffRequest,
  ChangeStaffRequest,
  StaffChangeResponse,
} from "@/lib/contracts/staff";
import { type StaffLocks, toStaffLocks } from "@/lib/domain/staff-locks";
import { endSignInsOfNow, refreshSignInsOf } from "../auth/end-sign-in-now";
import { hashPassword } from "../auth/passwords";
import { getDb } from "../db/get-db";
import { DeskError } from "../http/desk-error";
import { toInvalidRequest } from "../http/invalid-request";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { isEmail, toEmail } from "./email";
import { makeUpPassword } from "./made-up-password";
import { recordStaffChange } from "./record-staff-change";
import { isLastAdmin, toKind } from "./staff-kind";
import { findStaffByEmail, insertStaff, listStaff, type StaffRow } from "./staff-store";
import { updateUnlocked } from "./update-unlocked";

/**
 * Adds an account. @returns its id, and the password where the desk made it up.
 * @throws DeskError FORBIDDEN, INVALID_REQUEST, STAFF_EXISTS, AUDIT_UNAVAILABLE
 */
export async function addMember(
  wanted: AddStaffRequest,
  context: SessionContext,
): Promise<StaffChangeResponse> {
  requireMay(context, "staff:manage");
  const db = await getDb();
  const email = toEmail(wanted.email);
  if (!isEmail(email)) throw toInvalidRequest("Not accepted as it is: email.");
  const exists = () => new DeskError("STAFF_EXISTS", { logDetail: "address taken" });
  if (await findStaffByEmail(db, email)) throw exists();
  const password = wanted.password ?? makeUpPassword();
  const passwordHash = await hashPassword(password);
  const { name, role } = wanted;
  await recordStaffChange(context, { change: "add", account: name, email, role }, async () => {
    if (!(await insertStaff(db, { email, name, role, passwordHash }))) throw exists();
  });
  const added = await findStaffByEmail(db, email);
  return toAnswer(added?.id ?? "", { password: wanted.password === undefined ? password : null });
}

/**
 * Makes one change of an account; it counts here at once and at every other desk within seconds.
 * @throws DeskError FORBIDDEN, STAFF_NOT_FOUND, STAFF_CHANGE_REFUSED, AUDIT_UNAVAILABLE
 */
export async function changeMember(
  id: string,
  change: ChangeStaffRequest,
  context: SessionContext,
  now: Date,
): Promise<StaffChangeResponse> {
  requireMay(context, "staff:manage");
  if ("role" in change) {
    await update(id, "role", { change: "role", to: change.role }, { role: change.role }, context);
    await refreshSignInsOf(id);
    return toAnswer(id, {});
  }
  if ("name" in change) {
    await update(id, "name", { change: "name", to: change.name }, { name: change.name }, context);
    await refreshSignInsOf(id);
    return toAnswer(id, {});
  }
  if ("newPassword" in change) return setNewPassword(id, context, now);
  if (!change.disabled) {
    await update(id, null, { change: "open" }, { disabledAt: null }, context);
    return toAnswer(id, {});
  }
  await update(id, "close", { change: "close" }, { disabledAt: now }, context);
  return toAnswer(id, { ended: await endSignInsOfNow(id, "revoked", now) });
}

/** Ends every sign-in of somebody. @throws DeskError as `changeMember` does */
export async function signMemberOut(
  id: string,
  context: SessionContext,
  now: Date,
): Promise<StaffChangeResponse> {
  requireMay(context, "staff:manage");
  const { row } = await getMember(id, context);
  const details = { change: "sign out", accountId: id, account: row.name };
  const ended = await recordStaffChange(context, details, () =>
    endSignInsOfNow(id, id === context.staff.id ? "everywhere" : "revoked", now),
  );
  return toAnswer(id, { ended });
}

async function setNewPassword(
  id: string,
  context: SessionContext,
  now: Date,
): Promise<StaffChangeResponse> {
  const password = makeUpPassword();
  const passwordHash = await hashPassword(password);
  await update(id, "password", { change: "password" }, { passwordHash }, context);
  return toAnswer(id, { password, ended: await endSignInsOfNow(id, "revoked", now) });
}

type Changed = Partial<Pick<StaffRow, "role" | "name" | "passwordHash" | "disabledAt">>;

/** Refuses what is locked before anything is written down, and once more where it is written. */
async function update(
  id: string,
  lock: keyof StaffLocks | null,
  details: Record<string, string>,
  changed: Changed,
  context: SessionContext,
): Promise<void> {
  const { row, locks } = await getMember(id, context);
  requireUnlocked(locks, lock);
  const from: Record<string, string> =
    lock === "role" ? { from: row.role } : lock === "name" ? { from: row.name } : {};
  const all = { ...details, ...from, accountId: id, account: row.name };
  await recordStaffChange(context, all, async () => {
    const lasting = await updateUnlocked(await getDb(), id, changed, (now, rows) =>
      lock === null ? null : toLocks(now, rows, context)[lock],
    );
    if (lasting !== null) throw toRefusal(lasting);
  });
}

async function getMember(
  id: string,
  context: SessionContext,
): Promise<{ row: StaffRow; locks: StaffLocks }> {
  const rows = await listStaff(await getDb());
  const row = rows.find((one) => one.id === id);
  if (!row) throw new DeskError("STAFF_NOT_FOUND", { logDetail: "no such account" });
  return { row, locks: toLocks(row, rows, context) };
}

function toLocks(row: StaffRow, rows: readonly StaffRow[], { staff }: SessionContext): StaffLocks {
  return toStaffLocks({
    kind: toKind(row),
    isSelf: row.id === staff.id,
    isLastAdmin: isLastAdmin(row, rows),
  });
}

function requireUnlocked(locks: StaffLocks, lock: keyof StaffLocks | null): void {
  const why = lock && locks[lock];
  if (why) throw toRefusal(why);
}

function toRefusal(why: string): DeskError {
  return new DeskError("STAFF_CHANGE_REFUSED", { hint: why, logDetail: "locked" });
}

function toAnswer(
  id: string,
  { password = null, ended = 0 }: { password?: string | null; ended?: number },
): StaffChangeResponse {
  return { data: { id }, error: null, meta: { password, ended } };
}
