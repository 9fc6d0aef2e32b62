import "server-only";
import type { Db } from "../../db/db";
import type { SyncFacts } from "../../sync/status";
import { followChanges } from "./follow-changes";
import { loadImage } from "./load-image";
import { readPosition } from "./position";
import type { SessionImage } from "./session-image";

type Kept = { image: SessionImage; epoch: string; facts: SyncFacts };

/** Further behind than this, reading all of it anew is quicker than following. */
const BEHIND_MAX = 100_000;
/** Dead slots take memory and time; when they are this many and a fifth of all, it is read anew. */
const DEAD_MAX = 50_000;

// Next evaluates a module several times in one process; a second image would cost as much memory.
const store = globalThis as typeof globalThis & { __deskImages?: WeakMap<Db, Promise<Kept>> };

/**
 * The image of the index, in step with the table at this moment. The first call reads all of it; later
 * ones ask for what has changed since. With it comes how the index stood to Kayle just before.
 */
export async function getImage(db: Db): Promise<Pick<Kept, "image" | "facts">> {
  store.__deskImages ??= new WeakMap();
  const images = store.__deskImages;
  const before = images.get(db);
  // One after the other, so that no change is put in twice or out of its order.
  const next = bringUpToDate(db, before);
  images.set(db, next);
  try {
    return await next;
  } catch (error) {
    if (images.get(db) === next) images.delete(db);
    throw error;
  }
}

/** Reads the image ahead of the first search, which would wait for it. A failure is the search's to tell. */
export function warmImage(db: Db): void {
  getImage(db).catch(() => undefined);
}

async function bringUpToDate(db: Db, before: Promise<Kept> | undefined): Promise<Kept> {
  const kept = await before?.catch(() => undefined);
  const { changeNo, epoch, facts } = await readPosition(db);
  if (!kept || kept.epoch !== epoch || isWornOut(kept.image, changeNo)) {
    return { image: await loadImage(db), epoch, facts };
  }
  await followChanges(db, kept.image, changeNo);
  return { ...kept, facts };
}

function isWornOut({ columns, deadCount, ...image }: SessionImage, changeNo: number): boolean {
  const isFarBehind =
    changeNo - image.changeNo > BEHIND_MAX && changeNo - image.changeNo > columns.length / 2;
  return isFarBehind || (deadCount > DEAD_MAX && deadCount * 5 > columns.length);
}
