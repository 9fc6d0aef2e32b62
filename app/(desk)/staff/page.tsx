import type { Metadata } from "next";
import { headers } from "next/headers";
import { RoleRefused } from "@/components/layout/role-refused";
import { StaffView } from "@/components/staff/staff-view";
import { can } from "@/lib/domain/roles";
import { routes } from "@/lib/routes";
import { toAccessOrigin } from "@/lib/server/audit/access-origin";
import { recordAct } from "@/lib/server/audit/record-access";
import { requireStaff } from "@/lib/server/auth/require-staff";
import { getPageRequestId } from "@/lib/server/http/page-request-id";
import { getStaffList } from "@/lib/server/staff/get-staff-list";

export const metadata: Metadata = { title: "Staff" };

/** Who may sign in, for admins alone. */
export default async function StaffPage() {
  const staff = await requireStaff(routes.staff());
  const access = toAccessOrigin(await headers());
  if (!can(staff.role, "staff:manage")) {
    const details = { route: routes.staff(), method: "GET" };
    await recordAct(
      { staff, access, requestId: await getPageRequestId() },
      { event: "denied", outcome: "refused", details },
    );
    return (
      <RoleRefused title="Only an admin may see and change who signs in.">
        <p>You are signed in as {staff.role}. Ask an admin of your team for what you need.</p>
      </RoleRefused>
    );
  }
  const initial = await getStaffList({ staff, access }, new Date());
  return <StaffView initial={initial} />;
}
