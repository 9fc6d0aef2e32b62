/** What decides which changes of an account an admin may make. */
export type LockableAccount = {
  kind: "local" | "company" | "demo";
  isSelf: boolean;
  /** The only account left that is open and may manage staff. */
  isLastAdmin: boolean;
};

/** Why each part of an account cannot be changed, in a sentence; null where it can. */
export type StaffLocks = {
  name: string | null;
  role: string | null;
  close: string | null;
  password: string | null;
};

const LAST_ADMIN = "This is the last admin. Make somebody else an admin first.";
const COMPANY = "This comes from your company’s sign-in and is changed there.";

/**
 * The desk must always have somebody who can manage it, nobody may take that from themselves in
 * passing, and what the company's identity provider says is changed there.
 */
export function toStaffLocks({ kind, isSelf, isLastAdmin }: LockableAccount): StaffLocks {
  const last = isLastAdmin ? LAST_ADMIN : null;
  const isCompany = kind === "company";
  return {
    name: isCompany ? COMPANY : null,
    role: isCompany
      ? COMPANY
      : (last ?? (isSelf ? "Nobody changes their own role. Ask another admin." : null)),
    close: last ?? (isSelf ? "Nobody closes their own account. Ask another admin." : null),
    password: isCompany
      ? "This person signs in with the company’s sign-in and has no password here."
      : null,
  };
}
