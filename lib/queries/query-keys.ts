import type { SessionRecord } from "@/lib/domain/session";

/** Every query key of the desk. Each begins with the one before it, so a prefix clears them all. */
export const queryKeys = {
  sessions: () => ["sessions"] as const,
  sessionLists: () => [...queryKeys.sessions(), "list"] as const,
  search: (q: string, zone: string, ids: readonly string[] | null = null) =>
    [...queryKeys.sessionLists(), "search", q, zone, ids?.join(",") ?? ""] as const,
  views: () => ["views"] as const,
  staff: () => ["staff"] as const,
  failureMix: () => ["stats", "failures"] as const,
  session: (id: string) => [...queryKeys.sessions(), "one", id] as const,
  /** Beside the session, not below it: reading the session anew does not read these. */
  sessionWebhooks: (id: string) => [...queryKeys.sessions(), "webhooks", id] as const,
  /** One for each step of the session, as its record tells them apart. */
  observations: ({
    id,
    status,
    updated_at,
    failure_code,
    nfc_tries_used,
    liveness_tries_used,
  }: SessionRecord) => {
    const step = [status, updated_at, failure_code, nfc_tries_used, liveness_tries_used];
    return [...queryKeys.sessions(), "observations", id, ...step] as const;
  },
};
