import "server-only";
import type { StaffListResponse, StaffMember, StaffSignIn } from "@/lib/contracts/staff";
import type { Staff } from "@/lib/domain/staff";
import { toStaffLocks } from "@/lib/domain/staff-locks";
import { findEndReason } from "../auth/sign-in-lifetime";
import { listLastSeen, listUnendedSignIns, type UnendedSignIn } from "../auth/sign-in-store";
import { getDb } from "../db/get-db";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { isLastAdmin, toKind } from "./staff-kind";
import { listStaff, type StaffRow } from "./staff-store";

/** Everybody who may or might sign in, with what can be changed. @throws DeskError FORBIDDEN */
export async function getStaffList(context: SessionContext, now: Date): Promise<StaffListResponse> {
  requireMay(context, "staff:manage");
  const db = await getDb();
  const [rows, signIns, lastSeen] = await Promise.all([
    listStaff(db),
    listUnendedSignIns(db),
    listLastSeen(db),
  ]);
  const live = signIns.filter((signIn) => findEndReason(signIn, now) === null);
  const data = rows.map((row) => ({
    ...toMember(row, rows, context.staff),
    lastSeenAt: lastSeen.get(row.id)?.toISOString() ?? null,
    signIns: live
      .filter(({ staffId }) => staffId === row.id && row.disabledAt === null)
      .map((signIn) => toSignIn(signIn, context.staff)),
  }));
  return { data, error: null, meta: {} };
}

function toMember(
  row: StaffRow,
  all: readonly StaffRow[],
  asker: Staff,
): Omit<StaffMember, "signIns" | "lastSeenAt"> {
  const { id, name, email, role, createdAt, disabledAt } = row;
  const kind = toKind(row);
  const isSelf = id === asker.id;
  return {
    id,
    name,
    email,
    role,
    kind,
    isSelf,
    createdAt: createdAt.toISOString(),
    closedAt: disabledAt?.toISOString() ?? null,
    locks: toStaffLocks({ kind, isSelf, isLastAdmin: isLastAdmin(row, all) }),
  };
}

function toSignIn(signIn: UnendedSignIn, asker: Staff): StaffSignIn {
  const { id, createdAt, lastSeenAt, method, client } = signIn;
  return {
    since: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    method,
    client,
    isThis: id === asker.signInId,
  };
}
