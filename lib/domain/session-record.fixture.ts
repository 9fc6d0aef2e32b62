import { FAILURE_CODES, SESSION_STATUSES, type SessionRecord } from "./session";

/** Noon of an ordinary day; the sessions below were created 40 minutes before. */
export const NOW = new Date("2026-11-23T10:38:02.000Z");

/** A session as it stands 40 minutes after its creation, open and unused unless told otherwise. */
export function aSession(overrides: Partial<SessionRecord> = {}): SessionRecord {
  const status = overrides.status ?? "created";
  const isOpen = status === "created" || status === "in_progress";
  return {
    id: `vs_${"a1B2".repeat(16)}`,
    status,
    failure_code: null,
    nfc_tries_used: 0,
    liveness_tries_used: 0,
    contract_version: 1,
    share_fields: {},
    redirect_url: null,
    webhook_endpoint_id: null,
    verification_url: "https://verify.example",
    created_at: "2026-11-23T09:58:02.000Z",
    expires_at: "2026-11-23T10:58:02.000Z",
    completed_at: isOpen ? null : "2026-11-23T10:26:02.000Z",
    updated_at: isOpen ? "2026-11-23T10:00:00.000Z" : "2026-11-23T10:26:02.010Z",
    ...overrides,
  };
}

export const STATUSES: readonly string[] = [
  ...SESSION_STATUSES,
  "requires_input",
  "PAUSED <b>",
  "",
  "x".repeat(300),
];
export const CODES: readonly (string | null)[] = [...FAILURE_CODES, null, "brand_new_reason"];

export type SessionCase = { name: string; session: SessionRecord; now: Date };

const COUNTS = [0, 1, 2, 3];
/** Moments of reading and ways of ending; the first is the plain one. */
const SITUATIONS: Record<string, { now?: string } & Partial<SessionRecord>> = {
  "in time": {},
  "past its time": { now: "2026-11-23T11:05:00.000Z" },
  "ten days later": { now: "2026-12-03T10:38:02.000Z" },
  "changed later": { updated_at: "2026-11-23T10:37:00.000Z" },
  "end unknown": { completed_at: null },
  "times unreadable": { completed_at: "soon", expires_at: "later", created_at: "" },
};

/** Every status × code × pair of counters in every situation. */
export function* eachCase(): Generator<SessionCase> {
  for (const status of STATUSES)
    for (const failure_code of CODES)
      for (const nfc_tries_used of COUNTS)
        for (const liveness_tries_used of COUNTS)
          for (const [situation, { now, ...more }] of Object.entries(SITUATIONS)) {
            const counters = { nfc_tries_used, liveness_tries_used };
            yield {
              name: `${situation} · ${nfc_tries_used}/${liveness_tries_used} · ${failure_code} · ${status}`,
              now: now ? new Date(now) : NOW,
              session: aSession({ status, failure_code, ...counters, ...more }),
            };
          }
}

/** Counters that the contract does not allow. */
export const ODD_COUNTS: readonly number[] = [-1, 4, 7, 1e9, Number.MAX_SAFE_INTEGER];
