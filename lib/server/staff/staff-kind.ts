import "server-only";
import type { LockableAccount } from "@/lib/domain/staff-locks";
import type { StaffRow } from "./staff-store";

export function toKind(row: Pick<StaffRow, "isDemo" | "oidcIssuer">): LockableAccount["kind"] {
  if (row.isDemo) return "demo";
  return row.oidcIssuer === null ? "local" : "company";
}

/** Whether no other open account may manage staff. */
export function isLastAdmin(row: StaffRow, all: readonly StaffRow[]): boolean {
  if (!isOpenAdmin(row)) return false;
  return !all.some((other) => other.id !== row.id && isOpenAdmin(other));
}

function isOpenAdmin({ role, disabledAt }: StaffRow): boolean {
  return role === "admin" && disabledAt === null;
}
