import type { SessionResponse } from "@/lib/contracts/api";

/**
 * Of two readings of a session the one that the desk made later. An answer may be overtaken on its
 * way by another call, and must not bring an older state back.
 */
export function keepNewer(
  known: SessionResponse | undefined,
  fresh: SessionResponse,
): SessionResponse {
  return known && known.meta.fetchedAt > fresh.meta.fetchedAt ? known : fresh;
}
