import "server-only";
import type { ReadSource } from "@/lib/domain/observation";
import { can, type StaffAction } from "@/lib/domain/roles";
import type { Staff } from "@/lib/domain/staff";
import type { AccessOrigin } from "../audit/access-entry";
import { DeskError } from "../http/desk-error";
import type { CallContext } from "../upstream/types";

/** On whose behalf a session is read. There is no way to read one without saying so. */
export type SessionContext = CallContext & {
  staff: Staff;
  /** Stands in the log beside what was done; pages have none before they fail. */
  requestId?: string | undefined;
  /** From where and for what, for the access log. */
  access?: AccessOrigin | undefined;
  /** The page asks by itself, so what it reads belongs to the view that is open. */
  background?: boolean | undefined;
  /** Who makes the read: the person, unless their page asks by itself. */
  source?: ReadSource | undefined;
};

/** Held where the data is read, so that no page or route can forget it. @throws DeskError FORBIDDEN */
export function requireMay({ staff }: SessionContext, action: StaffAction): void {
  if (can(staff.role, action)) return;
  throw new DeskError("FORBIDDEN", { logDetail: `${staff.role} may not ${action}` });
}
