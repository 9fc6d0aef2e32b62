import "server-only";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

/** The desk's database, whichever engine is behind it. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

/** An opened, migrated database. `close` waits for what is being
 * written and frees the folder; a second call waits for the first. */
export type OpenDatabase = {
  db: Db;
  engine: "pglite" | "postgres";
  /** The data folder of the built-in database; null for a Postgres. */
  folder: string | null;
  close: () => Promise<void>;
};
