import "server-only";
import type { Db } from "../db/db";
import { sessionIndex } from "../db/index-schema";
import { isAnyOf } from "../index/index-writer";
import type { SessionImage } from "./image/session-image";

/** The slots of those sessions that are in the index, and in `among` where that is given. */
export async function findIdSlots(
  db: Db,
  { slotOf }: SessionImage,
  ids: readonly string[],
  among: ReadonlySet<number> | null,
): Promise<Set<number>> {
  const rows = await db
    .select({ rowNo: sessionIndex.rowNo })
    .from(sessionIndex)
    .where(isAnyOf(sessionIndex.id, ids));
  const slots = rows.map(({ rowNo }) => slotOf(rowNo));
  return new Set(slots.filter((slot) => slot !== -1 && (among === null || among.has(slot))));
}
