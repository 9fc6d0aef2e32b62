/**
 * The sessions that the tab's stream delivers right now, so that nobody need poll them. One tab has
 * one stream, and a server has none.
 */
let delivered: ReadonlySet<string> = new Set();

export function isDelivered(id: string): boolean {
  return delivered.has(id);
}

export function getDelivered(): ReadonlySet<string> {
  return delivered;
}

export function setDelivered(ids: ReadonlySet<string>): void {
  delivered = ids;
}
