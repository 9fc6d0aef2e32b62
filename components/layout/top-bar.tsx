import Link from "next/link";
import type { StaffRole } from "@/lib/domain/roles";
import { routes } from "@/lib/routes";
import { DeskNav } from "./desk-nav";
import { LookupBox } from "./lookup-box";
import { PurposeChip } from "./purpose-chip";
import { StickyBar } from "./sticky-bar";
import { UserMenu } from "./user-menu";
import { ZoneSwitch } from "./zone-switch";

export function TopBar({ name, email, role }: { name: string; email: string; role: StaffRole }) {
  return (
    <StickyBar>
      <div className="mx-auto grid max-w-[1320px] grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-2 px-4 py-2 sm:px-6 lg:grid-cols-[1fr_minmax(20rem,38rem)_1fr]">
        <nav aria-label="Desk" className="flex items-center gap-4">
          <Link prefetch={false} href={routes.home()} className="whitespace-nowrap font-semibold">
            Session Desk
          </Link>
          <DeskNav role={role} />
        </nav>
        <div className="order-last col-span-3 lg:order-none lg:col-span-1">
          <LookupBox />
        </div>
        <div className="col-start-3 flex items-center justify-end gap-2">
          <PurposeChip />
          <ZoneSwitch />
          <UserMenu name={name} email={email} role={role} />
        </div>
      </div>
    </StickyBar>
  );
}
