import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { staff } from "../../db/schema";
import { findStaffByEmail, type StaffRow } from "../../staff/staff-store";
import { CompanyRefusal } from "./company-refusal";
import type { CompanyPerson } from "./to-person";

/** Any number that nothing else locks; sign-ins are rare and the lock is held for a millisecond. */
const ACCOUNT_LOCK = 7_305_801_917;

/** The account, and what the provider changed at it, for the access log. */
export type OpenedAccount = {
  account: StaffRow;
  change: {
    opened: "known" | "bound" | "created";
    /** The role that the account had before; null where there was none. */
    roleBefore: string | null;
  };
};

/**
 * The person's account with the name and the role that they have now: the one bound to them, else the
 * one of their address, else a new one.
 *
 * An account of that address is bound only where no password opens it, or passwords do not count:
 * otherwise whoever knows the password would be let in to what the company gives somebody else. Binding
 * takes the password away. An account bound to somebody else is never taken over, although the address
 * is the same: companies give addresses again.
 * @throws CompanyRefusal `CompanyClosed` or `CompanyTaken`
 */
export function openAccount(
  db: Db,
  person: CompanyPerson,
  { localAccounts }: { localAccounts: boolean },
): Promise<OpenedAccount> {
  return db.transaction(async (tx) => {
    // Somebody new who signs in twice at once gets one account.
    await tx.execute(sql`select pg_advisory_xact_lock(${ACCOUNT_LOCK})`);
    const bound = await findBound(tx, person);
    if (bound) return update(tx, bound, person, "known");
    const known = await findStaffByEmail(tx, person.email);
    if (!known) return create(tx, person);
    const isOpenedByPassword = known.isDemo || (localAccounts && known.passwordHash !== "");
    if (!known.disabledAt && (known.oidcSubject !== null || isOpenedByPassword)) {
      throw new CompanyRefusal("CompanyTaken", "the address belongs to another account", known);
    }
    return update(tx, known, person, "bound");
  });
}

/** The account that is bound to the provider's name for somebody; null where none is. */
export async function findBound(
  db: Db,
  { issuer, subject }: Pick<CompanyPerson, "issuer" | "subject">,
): Promise<StaffRow | null> {
  const [row] = await db
    .select()
    .from(staff)
    .where(and(eq(staff.oidcIssuer, issuer), eq(staff.oidcSubject, subject)));
  return row ?? null;
}

async function update(
  tx: Db,
  row: StaffRow,
  person: CompanyPerson,
  opened: "known" | "bound",
): Promise<OpenedAccount> {
  if (row.disabledAt) throw new CompanyRefusal("CompanyClosed", "the account is closed", row);
  const { issuer: oidcIssuer, subject: oidcSubject, name, role } = person;
  const isFree = (await findStaffByEmail(tx, person.email)) === null;
  const values = {
    ...{ oidcIssuer, oidcSubject, name, role, passwordHash: "" },
    email: isFree ? person.email : row.email,
  };
  await tx.update(staff).set(values).where(eq(staff.id, row.id));
  return { account: { ...row, ...values }, change: { opened, roleBefore: row.role } };
}

async function create(tx: Db, person: CompanyPerson): Promise<OpenedAccount> {
  const { issuer: oidcIssuer, subject: oidcSubject, email, name, role } = person;
  const [row] = await tx
    .insert(staff)
    .values({ email, name, role, passwordHash: "", oidcIssuer, oidcSubject })
    .returning();
  if (!row) throw new Error("The database did not keep the account.");
  return { account: row, change: { opened: "created", roleBefore: null } };
}
