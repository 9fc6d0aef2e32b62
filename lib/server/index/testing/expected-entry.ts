import "server-only";
import { findRedirectHost } from "@/lib/domain/search/values-hosts";
import type { IndexedSession } from "../indexed-session";
import type { IndexEntry } from "./read-index";

/** How the index must hold a session, told without any part of the index. */
export function toExpectedEntry(session: IndexedSession): IndexEntry {
  const { webhook_endpoint_id: webhooks, share_fields, ...plain } = session;
  // The desk leaves this key out everywhere: it could stand in for an object's prototype.
  const claims = Object.keys(share_fields)
    .filter((key) => key !== "__proto__")
    .sort();
  return {
    id: plain.id,
    status: plain.status,
    failure_code: plain.failure_code,
    nfc_tries_used: plain.nfc_tries_used,
    liveness_tries_used: plain.liveness_tries_used,
    contract_version: plain.contract_version,
    share_field_count: claims.length,
    claim_keys: claims,
    webhook_ids: webhooks === null ? null : [...new Set([webhooks].flat())].sort(),
    redirect_url: plain.redirect_url,
    redirect_host: findRedirectHost(plain.redirect_url),
    created_at: Date.parse(plain.created_at),
    expires_at: Date.parse(plain.expires_at),
    completed_at: plain.completed_at === null ? null : Date.parse(plain.completed_at),
    updated_at: Date.parse(plain.updated_at),
  };
}
