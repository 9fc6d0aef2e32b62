import "server-only";

/**
 * The index in memory, one number per column and session: what is needed to filter, count and put
 * in order, and no text. A slot is a place in every column.
 */
export type Columns = {
  /** Slots in use, dead ones included. */
  length: number;
  /** The place of what the session has in common with others. */
  combination: Uint32Array;
  /** Milliseconds since 1970. */
  createdAt: Float64Array;
  expiresAt: Float64Array;
  /** NaN while there is no end. */
  endedAt: Float64Array;
  updatedAt: Float64Array;
  rowNo: Uint32Array;
  /** 0 once the session is gone. */
  isLive: Uint8Array;
};

/** What one slot holds. */
export type Cells = Omit<{ [name in keyof Columns]: number }, "length" | "isLive">;

export function createColumns(capacity: number): Columns {
  return {
    length: 0,
    combination: new Uint32Array(capacity),
    createdAt: new Float64Array(capacity),
    expiresAt: new Float64Array(capacity),
    endedAt: new Float64Array(capacity),
    updatedAt: new Float64Array(capacity),
    rowNo: new Uint32Array(capacity),
    isLive: new Uint8Array(capacity),
  };
}

/** Writes a living session into a slot. */
export function setCells(columns: Columns, slot: number, cells: Cells): void {
  columns.combination[slot] = cells.combination;
  columns.createdAt[slot] = cells.createdAt;
  columns.expiresAt[slot] = cells.expiresAt;
  columns.endedAt[slot] = cells.endedAt;
  columns.updatedAt[slot] = cells.updatedAt;
  columns.rowNo[slot] = cells.rowNo;
  columns.isLive[slot] = 1;
}

/** A new slot at the end; every column grows by a quarter when there is no room. */
export function addSlot(columns: Columns): number {
  const slot = columns.length++;
  if (slot < columns.rowNo.length) return slot;
  const capacity = Math.ceil(columns.length * 1.25) + 1024;
  const grown = createColumns(capacity);
  copyInto(grown, columns);
  return slot;
}

function copyInto(grown: Columns, columns: Columns): void {
  const { length } = columns;
  for (const name of Object.keys(grown) as (keyof Columns)[]) {
    if (name === "length") continue;
    const array = grown[name];
    array.set(columns[name] as never);
    columns[name] = array as never;
  }
  columns.length = length;
}
