import "server-only";
import type { SessionRecord } from "@/lib/domain/session";

/** What the index takes from a session. A whole `SessionRecord` will do. */
export type IndexedSession = Omit<SessionRecord, "share_fields" | "verification_url"> & {
  /** Only the claim keys count here. */
  share_fields: Readonly<Record<string, unknown>>;
};

/** One session as Kayle gave it. */
export type IndexedRead = {
  session: IndexedSession;
  /** When it was asked for: what is true now may be newer, never older. */
  readAt: Date;
};
