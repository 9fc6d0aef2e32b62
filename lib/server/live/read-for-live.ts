import "server-only";
import type { SessionResponse } from "@/lib/contracts/api";
import { getUpstreamClient } from "../upstream/get-upstream-client";

/**
 * Reads a session for all who watch it, as `GET /api/sessions/{id}` gives it. On nobody's behalf: who
 * may watch is asked for each stream when it begins, and again while it lasts.
 *
 * @throws DeskError
 */
export async function readForLive(id: string): Promise<SessionResponse> {
  const { session, fetchedAt, unknownFields } = await getUpstreamClient().getSession(id, {
    source: "poll",
  });
  return { data: session, error: null, meta: { fetchedAt, unknownFields } };
}
