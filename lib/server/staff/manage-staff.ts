import "server-only";
import { PASSWORD_CHARACTERS_MIN } from "@/lib/contracts/staff";
import { isStaffRole, STAFF_ROLES, type StaffRole } from "@/lib/domain/roles";
import { hashPassword } from "../auth/passwords";
import { endSignInsOf } from "../auth/sign-in-store";
import type { Db } from "../db/db";
import { isEmail, toEmail } from "./email";
import { findStaffByEmail, insertStaff, type StaffRow, updateStaff } from "./staff-store";

/** Something the operator asked for that cannot be done; the message is one line for them. */
export class StaffError extends Error {
  override readonly name = "StaffError";
}

export type AddStaff = { email: string; name: string; role: string; password: string };

/**
 * Adds an account. `before` runs once nothing is wrong any more, and stops it by throwing. Throws
 * `StaffError` over a bad address, name, role or password.
 */
export async function addStaff(
  db: Db,
  wanted: AddStaff,
  before: () => Promise<void> = async () => undefined,
): Promise<void> {
  const email = toEmail(wanted.email);
  const name = wanted.name.trim();
  if (!isEmail(email)) throw new StaffError(`"${email}" is not an e-mail address.`);
  if (!name) throw new StaffError("The name is empty.");
  const role = requireRole(wanted.role);
  const passwordHash = await hashPassword(requirePassword(wanted.password));
  const taken = () => new StaffError(`There is an account for ${email} already.`);
  if (await findStaffByEmail(db, email)) throw taken();
  await before();
  if (!(await insertStaff(db, { email, name, role, passwordHash }))) throw taken();
}

/** Closes an account and ends every sign-in of it. */
export async function disableStaff(db: Db, email: string, now: Date): Promise<void> {
  const { id, disabledAt } = await requireAccount(db, email);
  await updateStaff(db, id, { disabledAt: disabledAt ?? now });
  await endSignInsOf(db, id, now);
}

/** Opens a closed account again, with its old password. */
export async function enableStaff(db: Db, email: string): Promise<void> {
  const { id } = await requireAccount(db, email);
  await updateStaff(db, id, { disabledAt: null });
}

/** The role counts from the person's next request on, at most five seconds later. */
export async function setStaffRole(db: Db, email: string, role: string): Promise<void> {
  const { id } = await requireAccount(db, email);
  await updateStaff(db, id, { role: requireRole(role) });
}

/** Sets a password and ends every sign-in that began with the old one. */
export async function setStaffPassword(
  db: Db,
  email: string,
  password: string,
  now: Date,
): Promise<void> {
  const { id } = await requireAccount(db, email);
  await updateStaff(db, id, { passwordHash: await hashPassword(requirePassword(password)) });
  await endSignInsOf(db, id, now);
}

/** Takes the password away and ends every sign-in with it, so that the company's sign-in may open it. */
export async function giveToCompany(db: Db, email: string, now: Date): Promise<void> {
  const { id } = await requireAccount(db, email);
  await updateStaff(db, id, { passwordHash: "" });
  await endSignInsOf(db, id, now);
}

/** Gives the account. Throws `StaffError` when there is none. */
export async function requireAccount(db: Db, email: string): Promise<StaffRow> {
  const account = await findStaffByEmail(db, toEmail(email));
  if (!account) throw new StaffError(`There is no account for ${toEmail(email)}.`);
  return account;
}

export function requireRole(role: string): StaffRole {
  if (isStaffRole(role)) return role;
  throw new StaffError(`"${role}" is not a role. Roles are ${STAFF_ROLES.join(", ")}.`);
}

export function requirePassword(password: string): string {
  if ([...password].length >= PASSWORD_CHARACTERS_MIN) return password;
  throw new StaffError(`The password must have at least ${PASSWORD_CHARACTERS_MIN} characters.`);
}
