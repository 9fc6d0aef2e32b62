const HEAD_LENGTH = 11;
const TAIL_LENGTH = 8;

/** Shortens an id in its middle, for display only: `vs_mza7veck…echb3t16`. Short ids stay whole. */
export function shortenId(id: string): string {
  if (id.length <= HEAD_LENGTH + TAIL_LENGTH + 1) return id;
  return `${id.slice(0, HEAD_LENGTH)}…${id.slice(-TAIL_LENGTH)}`;
}
