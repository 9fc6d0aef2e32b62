import "server-only";

/** A well-formed session id that ends in `tail`. */
export function makeId(tail = "1"): string {
  return `vs_${tail.padStart(64, "0")}`;
}

/** A session as Kayle sends it (recorded server 1.6.0), with `changes` to it; for tests only. */
export function makeWireSession(id: string, changes: Record<string, unknown> = {}) {
  return {
    id,
    status: "in_progress",
    failure_code: null,
    nfc_tries_used: 1,
    liveness_tries_used: 0,
    contract_version: 1,
    share_fields: { family_name: { reason: "For the contract", source: "rc", required: true } },
    redirect_url: "https://shop.example/back?order=1234",
    webhook_endpoint_id: null,
    verification_url: `https://verify.kayle.id/${id}`,
    expires_at: "2026-11-23T06:05:42.020Z",
    completed_at: null,
    created_at: "2026-11-23T05:05:42.020Z",
    updated_at: "2026-11-23T05:05:42.020Z",
    ...changes,
  };
}

export function makeWireAnswer(id: string, changes: Record<string, unknown> = {}) {
  return { data: makeWireSession(id, changes), error: null };
}

/** Kayle's errors as they really come; the shapes differ by case. */
export const WIRE_ERRORS = {
  unauthorized: { error: { code: "UNAUTHORIZED", message: "Unauthorized" } },
  forbidden: { error: { code: "FORBIDDEN", message: "Forbidden" } },
  notFound: toFullError("NOT_FOUND"),
  frozen: toFullError("ORGANIZATION_FROZEN"),
  validation: {
    success: false,
    error: { name: "ZodError", message: JSON.stringify([{ code: "too_big", path: ["limit"] }]) },
  },
} as const;

function toFullError(code: string) {
  const docs = "https://kayle.id/docs/api/errors";
  return { data: null, error: { code, message: "A sentence.", hint: "Another one.", docs } };
}
