import type { BulkWorld } from "./bulk";
import { listBulkIndices } from "./bulk-page";
import { isOpenStatus, type SessionRow } from "./row";
import { createRowList } from "./row-list";

export type SessionFilter = { status?: string; createdFrom?: number; createdTo?: number };
export type SessionPage = { rows: SessionRow[]; hasMore: boolean };

/** The sessions of one organisation: rows that were written, over many that are computed. */
export type SessionStore = {
  find(id: string): SessionRow | null;
  /** A row that may be changed in place; call `touch` afterwards. Null for an unknown id. */
  take(id: string): SessionRow | null;
  insert(rows: readonly SessionRow[]): void;
  remove(id: string): boolean;
  /** Tells the store that a taken row was changed. */
  touch(row: SessionRow): void;
  /** Ordered by id; `after` need not exist: it is plainly "id greater than". */
  page(filter: SessionFilter, limit: number, after?: string): SessionPage;
  /** Open sessions whose time ran out at or before `moment`, ready to be changed. */
  takeOverdue(moment: number): SessionRow[];
  written: ReturnType<typeof createRowList>;
  bulk: BulkWorld | null;
};

export function createSessionStore(bulk: BulkWorld | null, now: () => number): SessionStore {
  const written = createRowList();
  const open = new Set<SessionRow>();

  function touch(row: SessionRow): void {
    if (isOpenStatus(row.status) && written.find(row.id) === row) open.add(row);
    else open.delete(row);
  }

  function insert(rows: readonly SessionRow[]): void {
    for (const row of rows) {
      const earlier = written.find(row.id);
      if (earlier) open.delete(earlier);
    }
    written.insert(rows);
    for (const row of rows) touch(row);
  }

  function findBulkIndex(id: string): number {
    if (bulk === null) return -1;
    const index = bulk.ids.decode(id);
    return index === -1 || bulk.isTaken(index) ? -1 : index;
  }

  function takeIndex(world: BulkWorld, index: number): SessionRow {
    const row = world.row(index, now());
    world.take(index);
    insert([row]);
    return row;
  }

  return {
    written,
    bulk,
    insert,
    touch,
    find(id) {
      const row = written.find(id);
      if (row) return row;
      const index = findBulkIndex(id);
      return bulk === null || index === -1 ? null : bulk.row(index, now());
    },
    take(id) {
      const row = written.find(id);
      if (row) return row;
      const index = findBulkIndex(id);
      return bulk === null || index === -1 ? null : takeIndex(bulk, index);
    },
    remove(id) {
      const row = written.remove(id);
      if (row) return open.delete(row) || true;
      const index = findBulkIndex(id);
      if (index !== -1) bulk?.take(index);
      return index !== -1;
    },
    page(filter, limit, after) {
      const rows = written.page(filter, limit + 1, after);
      if (bulk !== null) {
        const indices = listBulkIndices(bulk, filter, limit + 1, after);
        rows.push(...indices.map((index) => bulk.row(index, now())));
        rows.sort((a, b) => (a.id < b.id ? -1 : 1));
      }
      return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
    },
    takeOverdue(moment) {
      if (bulk !== null) {
        for (const index of bulk.openIndices()) {
          if (bulk.row(index, moment).expiresAt <= moment) takeIndex(bulk, index);
        }
      }
      return [...open].filter((row) => row.expiresAt <= moment && row.isHeld !== true);
    },
  };
}
