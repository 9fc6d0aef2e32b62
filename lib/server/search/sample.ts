import "server-only";
import type { SessionImage } from "./image/session-image";

const SAMPLE_SIZE = 4_096;

/** Living slots from all over the image, all of them where they are few. */
export function toSample({ columns }: SessionImage): number[] {
  const step = Math.max(1, columns.length / SAMPLE_SIZE);
  const slots: number[] = [];
  for (let at = 0; at < columns.length; at += step) {
    const slot = Math.floor(at);
    if (columns.isLive[slot] === 1) slots.push(slot);
  }
  return slots;
}
