import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { Problem } from "@/components/sessions/problem";
import { StaffView } from "@/components/staff/staff-view";
import { buttonClasses } from "@/components/ui/button";
import { can } from "@/lib/domain/roles";
import { routes } from "@/lib/routes";
import { toAccessOrigin } from "@/lib/server/audit/access-origin";
import { recordAct } from "@/lib/server/audit/record-access";
import { requireStaff } from "@/lib/server/auth/require-staff";
import { getStaffList } from "@/lib/server/staff/get-staff-list";

export const metadata: Metadata = { title: "Staff" };

/** Who may sign in, for admins alone. */
export default async function StaffPage() {
  const staff = await requireStaff(routes.staff());
  const access = toAccessOrigin(await headers());
  if (!can(staff.role, "staff:manage")) {
    const details = { route: routes.staff(), method: "GET" };
    await recordAct({ staff, access }, { event: "denied", outcome: "refused", details });
    return <NotForYou role={staff.role} />;
  }
  const initial = await getStaffList({ staff, access }, new Date());
  return <StaffView initial={initial} />;
}

function NotForYou({ role }: { role: string }) {
  return (
    <Problem
      icon={Lock}
      blame="Not for your role"
      title="Only an admin may see and change who signs in."
      actions={
        <Link href={routes.home()} className={buttonClasses("primary")}>
          Go to the sessions
        </Link>
      }
    >
      <p>You are signed in as {role}. Ask an admin of your team for what you need.</p>
    </Problem>
  );
}
