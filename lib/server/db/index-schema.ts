import "server-only";
import { sql } from "drizzle-orm";
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  serial,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

/**
 * The desk's own index of sessions, for lists and search; detail is always read live. One schema for
 * PGlite and Postgres (14 or later).
 *
 * What repeats (states, sets of claims and of webhook endpoints, hosts) stands once in a small
 * dictionary and a row names it by a number, so that a filter becomes a short list of numbers and a
 * row stays small. `digest` is SHA-256 in hex, as values may be too long for a unique index. What no
 * row names any more is pruned; a new epoch tells whoever knows its number by heart.
 *
 * Whoever keeps an image of the table follows it by `change_no`: each real change of a row takes the
 * next number, rows that go leave theirs in the tombstone, and because writers take turns, numbers
 * become visible in their order. `row_no` names a session for good in 4 bytes instead of 67.
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

/** Each distinct (status, failure code, both counters) that was ever seen. */
export const sessionKinds = pgTable("session_kinds", {
  id: serial("id").primaryKey(),
  digest: text("digest").notNull().unique(),
  status: text("status").notNull(),
  failureCode: text("failure_code"),
  nfcTriesUsed: smallint("nfc_tries_used").notNull(),
  livenessTriesUsed: smallint("liveness_tries_used").notNull(),
});

/** Each distinct set of claim keys that was asked for, sorted; `{}` where nothing was. */
export const claimSets = pgTable("claim_sets", {
  id: serial("id").primaryKey(),
  digest: text("digest").notNull().unique(),
  keys: text("keys").array().notNull(),
});

/** Each distinct set of webhook endpoints, sorted; null means every subscribed endpoint. */
export const webhookSets = pgTable("webhook_sets", {
  id: serial("id").primaryKey(),
  digest: text("digest").notNull().unique(),
  ids: text("ids").array(),
});

/** Hosts of redirect URLs, in lower case. */
export const redirectHosts = pgTable("redirect_hosts", {
  id: serial("id").primaryKey(),
  host: text("host").notNull().unique(),
});

/** Numbers for `row_no` and `change_no`. */
export const rowNumbers = pgSequence("session_row_numbers");
export const changeNumbers = pgSequence("session_change_numbers");

/**
 * One row per session that Kayle still keeps. The numbers name rows of the dictionaries; there are
 * no foreign keys, because an entry goes only when no row names it, and a million checks are not free.
 * Columns of fixed width come first, which saves padding.
 */
export const sessionIndex = pgTable(
  "session_index",
  {
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    completedAt: instant("completed_at"),
    updatedAt: instant("updated_at").notNull(),
    /** When the answer that this row was written from had been asked for. */
    readAt: instant("read_at").notNull(),
    kindId: integer("kind_id").notNull(),
    claimSetId: integer("claim_set_id").notNull(),
    webhookSetId: integer("webhook_set_id").notNull(),
    /** Null without a redirect URL, or where it has no host. */
    redirectHostId: integer("redirect_host_id"),
    contractVersion: integer("contract_version").notNull(),
    rowNo: integer("row_no").notNull().unique().default(sql`nextval('session_row_numbers')`),
    changeNo: bigint("change_no", { mode: "number" })
      .notNull()
      .default(sql`nextval('session_change_numbers')`),
    shareFieldCount: smallint("share_field_count").notNull(),
    id: byteText("id").primaryKey(),
    /** Already without a `cancel_token`. */
    redirectUrl: text("redirect_url"),
    /**
     * What free words are looked for in beside the id: the texts of the redirect URL, a line each;
     * see `toSearchText`. Null where there is none.
     */
    searchText: text("search_text"),
  },
  // Lists, counts and words come from an image of this table in memory, so there is no index for each
  // order, and none of trigrams: that one alone made a first fill take twice as long.
  (table) => [
    index("session_index_created").on(table.createdAt),
    // The sync asks for these every few seconds, and they are few.
    index("session_index_open").on(table.createdAt).where(sql`${table.completedAt} is null`),
    index("session_index_change").on(table.changeNo),
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
    rowNo: integer("row_no").notNull(),
    changeNo: bigint("change_no", { mode: "number" }).notNull(),
    lastStatus: text("last_status").notNull(),
    /** When it was last read in that status. */
    lastSeenAt: instant("last_seen_at").notNull(),
    /** When it was found to be gone. A read asked for earlier does not bring it back. */
    deletedSeenAt: instant("deleted_seen_at").notNull(),
  },
  (table) => [
    index("session_tombstones_deleted_seen").on(table.deletedSeenAt),
    index("session_tombstones_change").on(table.changeNo),
  ],
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
