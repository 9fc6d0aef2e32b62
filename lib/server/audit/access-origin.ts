import "server-only";
import { PURPOSE_COOKIE, toPurpose } from "@/lib/domain/purpose";
import { getClientAddress } from "../auth/client-address";
import { findCookie } from "../auth/cookies";
import type { AccessOrigin } from "./access-entry";

/** From where and for what a request asks. Never throws over a malformed cookie. */
export function toAccessOrigin(headers: Pick<Headers, "get">): AccessOrigin {
  return { client: getClientAddress(headers), purpose: findPurpose(headers.get("cookie")) };
}

function findPurpose(cookies: string | null): string | null {
  const value = findCookie(cookies, PURPOSE_COOKIE);
  if (value === undefined) return null;
  try {
    return toPurpose(decodeURIComponent(value));
  } catch {
    return null;
  }
}
