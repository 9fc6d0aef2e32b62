import type { SessionRecord } from "@/lib/domain/session";

/** Every query key of the desk. Each begins with the one before it, so a prefix clears them all. */
export const queryKeys = {
  sessions: () => ["sessions"] as const,
  sessionLists: () => [...queryKeys.sessions(), "list"] as const,
  search: (q: string, zone: string, ids: readonly string[] | null = null) =>
    [...queryKeys.sessionLists(), "search", q, zone, ids?.join(",") ?? ""] as const,
  pastedRefresh: (ids: readonly string[]) =>
    [...queryKeys.sessionLists(), "pasted", ids.join(",")] as const,
  views: () => ["views"] as const,
  staff: () => ["staff"] as const,
  failureMix: () => ["stats", "failures"] as const,
  session: (id: string) => [...queryKeys.sessions(), "one", id] as const,
  /** Beside the session, not below it: reading the session anew does not read these. */
  sessionWebhooks: (id: string) => [...queryKeys.sessions(), "webhooks", id] as const,
  notes: (id: string) => [...queryKeys.sessions(), "notes", id] as const,
  activity: (id: string) => [...queryKeys.sessions(), "activity", id] as const,
  /** One for each step of the session: an act of staff may have made it. */
  activityAt: ({ id, status, updated_at }: SessionRecord) =>
    [...queryKeys.activity(id), status, updated_at] as const,
  whoLooked: (id: string) => [...queryKeys.sessions(), "who-looked", id] as const,
  accessLog: (query: string) => ["access-log", query] as const,
  /** One for each step of the session, as its record tells them apart. */
  observations: ({
    id,
    status,
    updated_at,
    failure_code,
    nfc_tries_used,
    liveness_tries_used,
    share_fields,
    redirect_url,
  }: SessionRecord) => {
    const step = [status, updated_at, failure_code, nfc_tries_used, liveness_tries_used];
    // Kayle removes these some days after the end, not always with a new time of writing.
    const details = [Object.keys(share_fields).length, redirect_url];
    return [...queryKeys.sessions(), "observations", id, ...step, ...details] as const;
  },
};
