import "server-only";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { STAFF_ROLES } from "../../domain/roles";

/** One schema for both engines, PGlite and Postgres. */

/** Columns hold an instant; the driver gives a `Date`. */
function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
}

/** The people who may sign in. A row is never deleted: what they did must keep its author. */
export const staff = pgTable(
  "staff",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Always in lower case. */
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    role: text("role", { enum: STAFF_ROLES }).notNull(),
    /** argon2id in its own text form, or empty for an account that no password opens. */
    passwordHash: text("password_hash").notNull(),
    isDemo: boolean("is_demo").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
    disabledAt: instant("disabled_at"),
    /** The company's identity provider and its name for the person; null for a local account. */
    oidcIssuer: text("oidc_issuer"),
    oidcSubject: text("oidc_subject"),
  },
  (table) => [
    check("staff_email_lower", sql`${table.email} = lower(${table.email})`),
    uniqueIndex("staff_oidc").on(table.oidcIssuer, table.oidcSubject),
  ],
);

export const SIGN_IN_END_REASONS = [
  "signed_out",
  "idle",
  "expired",
  "replaced",
  "revoked",
  "everywhere",
  "provider",
] as const;
export type SignInEndReason = (typeof SIGN_IN_END_REASONS)[number];

export const SIGN_IN_METHODS = ["password", "company"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** One row per sign-in. The cookie only names it; the row decides whether it still counts. */
export const staffSignIns = pgTable(
  "staff_sign_ins",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    staffId: uuid("staff_id")
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
    /** The last thing the person did, to the minute. Polling by an open page is not counted. */
    lastSeenAt: instant("last_seen_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    endReason: text("end_reason", { enum: SIGN_IN_END_REASONS }),
    method: text("method", { enum: SIGN_IN_METHODS }).notNull().default("password"),
    /** The client's address, as the access log has it. */
    client: text("client"),
    /** The provider's own session (`sid`), by which it may end this sign-in. */
    providerSid: text("provider_sid"),
    /** Kept only to sign out at the provider too, and gone with the sign-in's end. */
    idToken: text("id_token"),
  },
  (table) => [
    index("staff_sign_ins_staff_id").on(table.staffId),
    index("staff_sign_ins_provider_sid").on(table.providerSid),
  ],
);

/**
 * Failed attempts to sign in, as `rate-limiter-flexible` counts them. Keys are keyed hashes: neither an
 * address nor a client is stored.
 */
export const signInLimits = pgTable("sign_in_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull(),
  /** When the count begins again. */
  expire: instant("expire"),
});
