import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import type { Staff } from "@/lib/domain/staff";
import { findCookie, sessionCookieName } from "./cookies";
import { isBackground } from "./is-background";
import { readSignIn } from "./read-sign-in";

/** The signed-in person of the page being rendered, or null. Asks once per render. */
export const findStaff: () => Promise<Staff | null> = cache(async () =>
  findStaffFromHeaders(await headers()),
);

/** The signed-in person behind an API request, or null. Never throws over a malformed cookie. */
export function findStaffFromRequest(request: Request): Promise<Staff | null> {
  return findStaffFromHeaders(request.headers);
}

function findStaffFromHeaders(all: Pick<Headers, "get">): Promise<Staff | null> {
  return readSignIn(findCookie(all.get("cookie"), sessionCookieName()), {
    background: isBackground({ headers: all }),
    now: new Date(),
  });
}
