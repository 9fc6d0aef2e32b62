import type { SessionSummary } from "@/lib/contracts/search";
import type { SessionRecord } from "@/lib/domain/session";
import { routes } from "@/lib/routes";

/** One row of a table of sessions. A row may have no record: still on its way, not found, or failed. */
export type SessionRow = {
  id: string;
  session: SessionSummary | null;
  /** What stands in place of the status while there is no record. */
  note: string | null;
  /** It changed since it was listed and fits the search no longer; it stays where it is. */
  hasLeft: boolean;
};

/** The row of a session that was read live, in the shape that the index has. */
export function toSummary({ share_fields, ...session }: SessionRecord): SessionSummary {
  return {
    id: session.id,
    status: session.status,
    failure_code: session.failure_code,
    nfc_tries_used: session.nfc_tries_used,
    liveness_tries_used: session.liveness_tries_used,
    share_field_count: Object.keys(share_fields).length,
    redirect_url: session.redirect_url,
    created_at: session.created_at,
    expires_at: session.expires_at,
    completed_at: session.completed_at,
    updated_at: session.updated_at,
  };
}

export function sessionRowTarget({ id }: SessionRow): { href: string; label: string } {
  return { href: routes.session(id), label: `Open session ${id}` };
}
