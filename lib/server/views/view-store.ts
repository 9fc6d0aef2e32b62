import "server-only";
import { and, eq, or, sql } from "drizzle-orm";
import type { ViewScope } from "@/lib/domain/saved-views";
import type { Db } from "../db/db";
import { savedViews } from "../db/views-schema";

export type ViewRow = typeof savedViews.$inferSelect;
export type NewView = Pick<ViewRow, "ownerId" | "scope" | "name" | "q">;

/** The person's own views and all of the team's, by name. */
export function listViewRows(db: Db, staffId: string): Promise<ViewRow[]> {
  return db
    .select()
    .from(savedViews)
    .where(
      or(
        eq(savedViews.scope, "team"),
        and(eq(savedViews.scope, "personal"), eq(savedViews.ownerId, staffId)),
      ),
    )
    .orderBy(sql`lower(${savedViews.name})`, savedViews.id);
}

/** How many views count against the limit of this scope. */
export function countViews(db: Db, scope: ViewScope, staffId: string): Promise<number> {
  const inScope = eq(savedViews.scope, scope);
  return db.$count(
    savedViews,
    scope === "team" ? inScope : and(inScope, eq(savedViews.ownerId, staffId)),
  );
}

/** Adds a view; null where the name is taken. */
export async function insertView(db: Db, view: NewView): Promise<ViewRow | null> {
  const [row] = await db.insert(savedViews).values(view).onConflictDoNothing().returning();
  return row ?? null;
}

export async function findView(db: Db, id: string): Promise<ViewRow | null> {
  const [row] = await db.select().from(savedViews).where(eq(savedViews.id, id));
  return row ?? null;
}

export async function deleteView(db: Db, id: string): Promise<void> {
  await db.delete(savedViews).where(eq(savedViews.id, id));
}
