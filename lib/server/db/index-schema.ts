import "server-only";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

/**
 * The desk's own index of sessions, for lists and search; detail is always read live. One schema for
 * PGlite and Postgres (14 or later).
 *
 * Never here: claims, reasons, a `cancel_token`, the link for the person.
 */

/** Columns hold an instant; the driver gives a `Date`. */
function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
}

/** Bytes in the order of their values, whatever the database's own collation is. */
const byteText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** What many sessions have in common: the same columns in a session's row and in its group's. */
function commonColumns() {
  return {
    status: text("status").notNull(),
    failureCode: text("failure_code"),
    nfcTriesUsed: smallint("nfc_tries_used").notNull(),
    livenessTriesUsed: smallint("liveness_tries_used").notNull(),
    /** Sorted; `{}` where nothing was asked for. */
    claimKeys: text("claim_keys").array().notNull(),
    /** Sorted; null means every subscribed endpoint. */
    webhookEndpointIds: text("webhook_endpoint_ids").array(),
    /** In lower case. Null without a redirect URL, or where it has no host. */
    redirectHost: text("redirect_host"),
  };
}

/**
 * Each distinct combination of what filters and facets ask about, while at least one session has it.
 * There are a few thousand of them whatever the number of sessions, so a filter is decided here and a
 * session's row only names its group.
 */
export const sessionGroups = pgTable("session_groups", {
  id: serial("id").primaryKey(),
  /** SHA-256 in hex of all other columns, which may be too long for a unique index. */
  digest: text("digest").notNull().unique(),
  ...commonColumns(),
  hasRedirect: boolean("has_redirect").notNull(),
  /** By the rules of the domain, see `toGroup`. */
  isOpen: boolean("is_open").notNull(),
  isChangedAfterEnd: boolean("is_changed_after_end").notNull(),
  /** How many sessions are in it. */
  count: integer("count").notNull().default(0),
});

/**
 * How many sessions of each group were created and ended on the same two days (UTC), kept in the transaction
 * that changes the rows. Totals and facets of a stretch of time are sums over this table.
 */
export const sessionCounts = pgTable(
  "session_counts",
  {
    groupId: integer("group_id").notNull(),
    /** The beginning of the day. */
    createdOn: instant("created_on").notNull(),
    /** `infinity` for sessions that have no end. */
    completedOn: instant("completed_on").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [
    // The newest days are asked for most.
    primaryKey({ columns: [table.createdOn, table.completedOn, table.groupId] }),
    index("session_counts_completed").on(table.completedOn),
  ],
);

/** One row per session that Kayle still keeps. */
export const sessionIndex = pgTable(
  "session_index",
  {
    id: byteText("id").primaryKey(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    completedAt: instant("completed_at"),
    updatedAt: instant("updated_at").notNull(),
    /** When the answer that this row was written from had been asked for. */
    readAt: instant("read_at").notNull(),
    /** No foreign key: both are written in one transaction, and a check of each row is not free. */
    groupId: integer("group_id").notNull(),
    contractVersion: integer("contract_version").notNull(),
    shareFieldCount: smallint("share_field_count").notNull(),
    ...commonColumns(),
    /** Already without a `cancel_token`. */
    redirectUrl: text("redirect_url"),
    /** The texts of the redirect URL that free words are looked for in, a line each; see `toSearchText`. */
    searchText: text("search_text"),
  },
  (table) => [
    // The orders of the list. With the group behind the time, counting within a stretch of time needs no rows.
    index("session_index_created").on(table.createdAt, table.groupId),
    index("session_index_completed").on(table.completedAt, table.groupId),
    index("session_index_updated").on(table.updatedAt),
    // The same for the sessions of a few groups.
    index("session_index_group_created").on(table.groupId, table.createdAt),
    index("session_index_group_completed").on(table.groupId, table.completedAt),
    // The sync asks for these every few seconds, and they are few.
    index("session_index_open").on(table.createdAt).where(sql`${table.completedAt} is null`),
    // Free words: parts of redirect URLs, and the beginning and the end of ids. Without `fastupdate`, as
    // nothing sweeps up a list of pending rows in the built-in database.
    index("session_index_words")
      .using("gin", table.searchText.op("gin_trgm_ops"))
      .with({ fastupdate: false }),
    index("session_index_id_begin").on(sql`lower(${table.id})`),
    index("session_index_id_end").on(sql`reverse(lower(${table.id}))`),
  ],
);

/**
 * What is left of a session that Kayle has deleted or whose time here is over: no id, no content. It
 * also stays where Kayle shows the session again, and `deletedSeenAt` is earlier than that read.
 */
export const sessionTombstones = pgTable(
  "session_tombstones",
  {
    /** SHA-256 of the id. */
    idHash: bytes("id_hash").primaryKey(),
    lastStatus: text("last_status").notNull(),
    /** When it was last read in that status. */
    lastSeenAt: instant("last_seen_at").notNull(),
    /** When it was found to be gone. A read asked for earlier does not bring it back. */
    deletedSeenAt: instant("deleted_seen_at").notNull(),
  },
  (table) => [index("session_tombstones_deleted_seen").on(table.deletedSeenAt)],
);

/** Rows of Kayle's lists that could not be read. Where, and which field; never content. */
export const unreadableRows = pgTable("unreadable_rows", {
  /** SHA-256 of the id, or of the row's place where it has no readable id. */
  rowHash: bytes("row_hash").primaryKey(),
  /** Paths of the fields at fault. */
  reason: text("reason").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
  firstSeenAt: instant("first_seen_at").notNull(),
  seenAt: instant("seen_at").notNull(),
});

/** Where the sync stands; one row per matter. */
export const syncState = pgTable("sync_state", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/** Who does what only one desk may do. Times are the database's own, so that clocks need not agree. */
export const leases = pgTable("leases", {
  name: text("name").primaryKey(),
  holder: text("holder").notNull(),
  /** Grows with each change of the holder. */
  term: bigint("term", { mode: "number" }).notNull(),
  expiresAt: instant("expires_at").notNull(),
});
