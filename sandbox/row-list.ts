import type { SessionRow } from "./row";
import type { SessionFilter } from "./session-store";

/** Rows in the order of their ids, found by id at once. */
export type RowList = {
  find(id: string): SessionRow | null;
  /** Replaces a row of the same id. */
  insert(rows: readonly SessionRow[]): void;
  remove(id: string): SessionRow | null;
  page(filter: SessionFilter, count: number, after?: string): SessionRow[];
  all(): readonly SessionRow[];
};

/** Above this many at once it is cheaper to sort everything than to place one by one. */
const SORT_ALL_FROM = 64;

export function createRowList(): RowList {
  const byId = new Map<string, SessionRow>();
  let sorted: SessionRow[] = [];

  function firstAtOrAfter(id: string): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle]?.id ?? "") >= id) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function place(row: SessionRow): void {
    const at = firstAtOrAfter(row.id);
    sorted.splice(at, byId.has(row.id) ? 1 : 0, row);
    byId.set(row.id, row);
  }

  return {
    find: (id) => byId.get(id) ?? null,
    all: () => sorted,
    insert(rows) {
      if (rows.length < SORT_ALL_FROM) {
        for (const row of rows) place(row);
        return;
      }
      for (const row of rows) byId.set(row.id, row);
      sorted = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    remove(id) {
      const row = byId.get(id) ?? null;
      if (row === null) return null;
      byId.delete(id);
      sorted.splice(firstAtOrAfter(id), 1);
      return row;
    },
    page(filter, count, after) {
      const found: SessionRow[] = [];
      let at = after === undefined ? 0 : firstAtOrAfter(after);
      for (; at < sorted.length && found.length < count; at++) {
        const row = sorted[at];
        if (row && row.id !== after && isMatch(row, filter)) found.push(row);
      }
      return found;
    },
  };
}

function isMatch(row: SessionRow, filter: SessionFilter): boolean {
  if (filter.status !== undefined && row.status !== filter.status) return false;
  if (filter.createdFrom !== undefined && row.createdAt < filter.createdFrom) return false;
  return filter.createdTo === undefined || row.createdAt <= filter.createdTo;
}
