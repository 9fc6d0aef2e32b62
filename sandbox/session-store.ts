import { isOpenStatus, type SessionRow } from "./row";

type SessionFilter = { status?: string; createdFrom?: number; createdTo?: number };
type SessionPage = { rows: SessionRow[]; hasMore: boolean };

/** The sessions of one organisation. Rows are changed in place. */
export type SessionStore = {
  find(id: string): SessionRow | null;
  /** Replaces a row of the same id. */
  insert(rows: readonly SessionRow[]): void;
  remove(id: string): boolean;
  /** Ordered by id; `after` need not exist: it is plainly "id greater than". */
  page(filter: SessionFilter, limit: number, after?: string): SessionPage;
  /** Open sessions whose time ran out at or before `moment`. */
  listOverdue(moment: number): SessionRow[];
  all(): SessionRow[];
};

export function createSessionStore(): SessionStore {
  const byId = new Map<string, SessionRow>();
  /** By id; null where a row has come or gone since. */
  let sorted: SessionRow[] | null = null;

  return {
    find: (id) => byId.get(id) ?? null,
    all: () => [...byId.values()],
    insert(rows) {
      for (const row of rows) byId.set(row.id, row);
      sorted = null;
    },
    remove(id) {
      sorted = null;
      return byId.delete(id);
    },
    page(filter, limit, after = "") {
      sorted ??= [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      const rows: SessionRow[] = [];
      for (let at = firstAfter(sorted, after); at < sorted.length && rows.length <= limit; at++) {
        const row = sorted[at];
        if (row && isMatch(row, filter)) rows.push(row);
      }
      return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
    },
    listOverdue: (moment) =>
      [...byId.values()].filter(
        (row) => isOpenStatus(row.status) && row.expiresAt <= moment && row.isHeld !== true,
      ),
  };
}

function firstAfter(sorted: readonly SessionRow[], id: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.id ?? "") > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isMatch(row: SessionRow, filter: SessionFilter): boolean {
  if (filter.status !== undefined && row.status !== filter.status) return false;
  if (filter.createdFrom !== undefined && row.createdAt < filter.createdFrom) return false;
  return filter.createdTo === undefined || row.createdAt <= filter.createdTo;
}
