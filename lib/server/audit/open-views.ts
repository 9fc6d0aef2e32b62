import "server-only";
import { LRUCache } from "lru-cache";

/**
 * What each sign-in has open, so that a page that follows a session is one entry of the access log
 * and not one for each poll. The server's own memory: what a request says of itself cannot make a
 * view go unlogged, only be counted to one that is in the log.
 */

/** A forgotten one is merely logged again. */
const OPEN_MAX = 50_000;
const OPEN_FOR_MS = 12 * 3_600_000;
/** The parts of one page come within so long of each other, in any order. */
const ONE_ACT_MS = 5_000;

type OpenView = { at: number; isOfPart: boolean; written: Promise<void> };

/** Next evaluates this module several times in one process; there is one memory. */
const store = globalThis as typeof globalThis & { __deskOpenViews?: LRUCache<string, OpenView> };

function getOpenViews(): LRUCache<string, OpenView> {
  store.__deskOpenViews ??= new LRUCache({ max: OPEN_MAX });
  return store.__deskOpenViews;
}

/** What asks: a person, or something that belongs to what a person has asked for. */
export type Asking = "person" | "part";

/**
 * Calls `write` unless the same thing is open already: a person's asking is always written, but for
 * one whose parts were faster; a part is written when it belongs to nothing.
 *
 * @throws what `write` throws, also for those who wait for the same entry
 */
export async function writeOncePerView(
  key: string,
  asking: Asking,
  write: () => Promise<void>,
  nowMs = Date.now(),
): Promise<void> {
  const views = getOpenViews();
  const open = views.get(key);
  if (open && continues(open, asking, nowMs)) {
    open.isOfPart &&= asking === "part";
    return open.written;
  }
  const view = { at: nowMs, isOfPart: asking === "part", written: write() };
  views.set(key, view);
  try {
    await view.written;
  } catch (error) {
    if (views.get(key) === view) views.delete(key);
    throw error;
  }
}

/** Whether a view is remembered that a part could continue. */
export function isOpenView(key: string, nowMs = Date.now()): boolean {
  const open = getOpenViews().get(key);
  return open !== undefined && continues(open, "part", nowMs);
}

function continues(open: OpenView, asking: Asking, nowMs: number): boolean {
  const ageMs = nowMs - open.at;
  return asking === "part" ? ageMs < OPEN_FOR_MS : open.isOfPart && ageMs < ONE_ACT_MS;
}
