"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classes } from "@/components/ui/classes";
import type { StaffRole } from "@/lib/domain/roles";
import { toNavLinks } from "./nav-links";

/** The desk's pages, where there is room for them; on a phone they are in the person's menu. */
export function DeskNav({ role }: { role: StaffRole }) {
  const path = usePathname();
  return toNavLinks(role).map(({ href, words }) => (
    <Link
      key={href}
      href={href}
      prefetch={false}
      aria-current={path === href ? "page" : undefined}
      className={classes(
        "hidden whitespace-nowrap hover:text-ink md:inline",
        path.startsWith(href) ? "font-medium text-ink" : "text-ink-soft",
      )}
    >
      {words}
    </Link>
  ));
}
