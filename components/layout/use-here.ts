"use client";

import { usePathname, useSearchParams } from "next/navigation";

/** The path and query of the page being looked at, to come back to after signing in again. */
export function useHere(): string {
  const path = usePathname();
  const search = useSearchParams().toString();
  return search ? `${path}?${search}` : path;
}
