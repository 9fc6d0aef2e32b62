import { RoleRefused } from "@/components/layout/role-refused";
import type { StaffRole } from "@/lib/domain/roles";

/** For those who may not read the log: what they may see instead. */
export function LogRefused({ role }: { role: StaffRole }) {
  return (
    <RoleRefused title="Your role may not read the access log.">
      <p>
        You are signed in as {role}; the log is open to leads and admins. Ask one of them if you
        need to know who did something.
      </p>
      <p>Who looked at one session stands on its page, for everybody.</p>
    </RoleRefused>
  );
}
