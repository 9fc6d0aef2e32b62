import { can, type StaffRole } from "@/lib/domain/roles";
import { routes } from "@/lib/routes";

export type NavLink = { href: string; words: string };

/** The pages that a role may open. */
export function toNavLinks(role: StaffRole): NavLink[] {
  return [
    { href: routes.sessions(), words: "Sessions" },
    ...(can(role, "access-log:read") ? [{ href: routes.accessLog(), words: "Access log" }] : []),
    ...(can(role, "staff:manage") ? [{ href: routes.staff(), words: "Staff" }] : []),
  ];
}
