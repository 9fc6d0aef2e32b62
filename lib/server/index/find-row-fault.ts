import "server-only";
import { findRedirectHost } from "@/lib/domain/search/values-hosts";
import { isSessionId } from "@/lib/domain/session-id";
import type { IndexedSession } from "./indexed-session";

const HOST_CHARACTERS_MAX = 600;
const URL_CHARACTERS_MAX = 100_000;
const SMALL_MAX = 32_767;
const INTEGER_MAX = 2_147_483_647;
/** Times come as `YYYY-MM-DD…`, whose order is that of their letters. */
const FIRST_YEAR = "1900";
const LAST_YEAR = "9999";

const TIMES = ["created_at", "expires_at", "completed_at", "updated_at"] as const;

/**
 * The field that the index cannot take although the contract allows it; null where all fits.
 * Such a row must be kept aside, or the database refuses every other row that is written with it.
 */
export function findRowFault(session: IndexedSession): string | null {
  if (!isSessionId(session.id)) return "id";
  for (const name of TIMES) {
    const value = session[name];
    if (value !== null && (value < FIRST_YEAR || value >= LAST_YEAR)) return name;
  }
  if (session.nfc_tries_used > SMALL_MAX) return "nfc_tries_used";
  if (session.liveness_tries_used > SMALL_MAX) return "liveness_tries_used";
  if (Math.abs(session.contract_version) > INTEGER_MAX) return "contract_version";
  if (Object.keys(session.share_fields).length > SMALL_MAX) return "share_fields";
  return isUrlTooLong(session.redirect_url) ? "redirect_url" : null;
}

function isUrlTooLong(url: string | null): boolean {
  if (url === null) return false;
  if (url.length > URL_CHARACTERS_MAX) return true;
  return (findRedirectHost(url)?.length ?? 0) > HOST_CHARACTERS_MAX;
}
