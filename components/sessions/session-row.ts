import type { SessionRecord } from "@/lib/domain/session";
import { routes } from "@/lib/routes";

/** One row of a table of sessions. A row may have no record: still on its way, not found, or failed. */
export type SessionRow = {
  id: string;
  session: SessionRecord | null;
  /** What stands in place of the status while there is no record. */
  note: string | null;
};

export function toSessionRow(session: SessionRecord): SessionRow {
  return { id: session.id, session, note: null };
}

export function sessionRowLink(row: SessionRow): { href: string; label: string } {
  return { href: routes.session(row.id), label: `Open session ${row.id}` };
}
