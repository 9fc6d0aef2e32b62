import { toFingerprint } from "./fingerprint";
import type { ReadState } from "./observation";
import type { SessionRecord } from "./session";

/**
 * What of a read is compared with the next. `unknownFields` are the names of fields beyond the
 * contract: of those only coming and going can be seen, as their values never get this far.
 */
export function toReadState(
  session: SessionRecord,
  unknownFields: readonly string[] = [],
): ReadState {
  const rest: Record<string, string> = {
    contract_version: toFingerprint(session.contract_version),
    webhook_endpoint_id: toFingerprint(toEndpointIds(session.webhook_endpoint_id)),
    verification_url: toFingerprint(session.verification_url),
    share_fields: toFingerprint(session.share_fields),
    redirect_url: toFingerprint(session.redirect_url),
  };
  for (const name of unknownFields) rest[`+${name}`] = "";
  return {
    status: session.status,
    failure_code: session.failure_code,
    nfc_tries_used: session.nfc_tries_used,
    liveness_tries_used: session.liveness_tries_used,
    created_at: session.created_at,
    expires_at: session.expires_at,
    completed_at: session.completed_at,
    updated_at: session.updated_at,
    shareFieldCount: Object.keys(session.share_fields).length,
    hasRedirect: session.redirect_url !== null,
    rest,
  };
}

/** One id and a list of that one id are the same: server 1.6.0 turns the second into the first. */
function toEndpointIds(value: string | string[] | null): string[] | null {
  return typeof value === "string" ? [value] : value;
}
