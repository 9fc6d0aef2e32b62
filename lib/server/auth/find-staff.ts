import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import type { Staff } from "@/lib/domain/staff";
import { findCookie, sessionCookieName } from "./cookies";
import { readSignIn } from "./read-sign-in";

/** A request with this header set to `1` is the page's own polling: it keeps nobody signed in. */
const BACKGROUND_HEADER = "x-desk-background";

/** Whether a page asks by itself, with nobody's hand in it. */
export function isBackground({ headers: all }: Pick<Request, "headers">): boolean {
  return all.get(BACKGROUND_HEADER) === "1";
}

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
    background: all.get(BACKGROUND_HEADER) === "1",
    now: new Date(),
  });
}
