import "server-only";
import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { VIEW_SCOPES } from "../../domain/saved-views";
import { staff } from "./schema";

/** Searches that people gave a name: a text of the search grammar, never a result. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Whose view it is; of a team's view, who made it. */
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => staff.id),
    scope: text("scope", { enum: VIEW_SCOPES }).notNull(),
    name: text("name").notNull(),
    q: text("q").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, mode: "date", precision: 3 })
      .notNull()
      .defaultNow(),
  },
  (table) => [
    check("saved_views_scope", sql`${table.scope} in ('personal', 'team')`),
    index("saved_views_owner").on(table.ownerId),
    uniqueIndex("saved_views_personal_name")
      .on(table.ownerId, sql`lower(${table.name})`)
      .where(sql`${table.scope} = 'personal'`),
    uniqueIndex("saved_views_team_name")
      .on(sql`lower(${table.name})`)
      .where(sql`${table.scope} = 'team'`),
  ],
);
