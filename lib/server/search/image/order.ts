import "server-only";
import type { Columns } from "./columns";
import { sortSlots } from "./sort-slots";

export type OrderColumn = "createdAt" | "endedAt" | "updatedAt";

/** A place in an order: equal times are told apart by the row number, which is for good. */
export type OrderKey = { time: number; rowNo: number };

/**
 * The living slots by one column, the oldest first, without those that have no such moment. Say
 * `touch` before a slot changes and `settle` before reading; between the two the order is stale.
 */
export type Order = {
  touch(slot: number): void;
  settle(): void;
  /** Valid until the next `settle`. */
  slots(): Uint32Array;
  /** How many slots stand before `key`. */
  countBefore(key: OrderKey): number;
};

/** More changes than one slot in this many are sorted anew as a whole. */
const FEW_PART = 8;

export function createOrder(columns: Columns, column: OrderColumn): Order {
  let slots: Uint32Array = new Uint32Array(0);
  let length = 0;
  /** The slots that changed, with the time under which they stand in `slots`; NaN for none. */
  const stale = new Map<number, number>();
  /** Nobody has read it yet, so it need not be kept. */
  let isUnread = true;

  const timeOf = (slot: number) => columns[column][slot] ?? Number.NaN;
  const rowNoOf = (slot: number) => columns.rowNo[slot] ?? 0;
  const isMember = (slot: number) => columns.isLive[slot] === 1 && !Number.isNaN(timeOf(slot));
  const placedTimeOf = (slot: number) => stale.get(slot) ?? timeOf(slot);

  function countBefore({ time, rowNo }: OrderKey): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const slot = slots[middle] ?? 0;
      const placed = placedTimeOf(slot);
      if (placed < time || (placed === time && rowNoOf(slot) < rowNo)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function rebuild(): void {
    const members = new Uint32Array(columns.length);
    length = 0;
    for (let slot = 0; slot < columns.length; slot++) {
      if (isMember(slot)) members[length++] = slot;
    }
    slots = sortSlots(members.subarray(0, length), timeOf, rowNoOf);
  }

  /** Everything before the first change stays where it is; the rest is merged with what is new. */
  function merge(): void {
    const added = Uint32Array.from([...stale.keys()].filter(isMember));
    sortSlots(added, timeOf, rowNoOf);
    const first = findFirstChange(added);
    const rest = slots.slice(first, length).filter((slot) => !stale.has(slot));
    stale.clear();
    const needed = first + rest.length + added.length;
    if (needed > slots.length) slots = grow(slots, needed);
    length = first;
    let next = 0;
    for (const slot of added) {
      for (let other = rest[next]; other !== undefined; other = rest[++next]) {
        if (!isAfter(other, slot)) slots[length++] = other;
        else break;
      }
      slots[length++] = slot;
    }
    slots.set(rest.subarray(next), length);
    length = needed;
  }

  function findFirstChange(added: Uint32Array): number {
    let first = length;
    for (const [slot, time] of stale) {
      if (!Number.isNaN(time)) first = Math.min(first, countBefore({ time, rowNo: rowNoOf(slot) }));
    }
    const [slot] = added;
    if (slot === undefined) return first;
    return Math.min(first, countBefore({ time: timeOf(slot), rowNo: rowNoOf(slot) }));
  }

  function isAfter(one: number, other: number): boolean {
    const difference = timeOf(one) - timeOf(other) || rowNoOf(one) - rowNoOf(other);
    return difference > 0;
  }

  return {
    touch(slot) {
      if (isUnread) return;
      if (!stale.has(slot)) stale.set(slot, isMember(slot) ? timeOf(slot) : Number.NaN);
    },
    settle() {
      if (isUnread || stale.size * FEW_PART > length) {
        rebuild();
        stale.clear();
      } else if (stale.size > 0) merge();
      isUnread = false;
    },
    slots: () => slots.subarray(0, length),
    countBefore,
  };
}

function grow(slots: Uint32Array, needed: number): Uint32Array {
  const grown = new Uint32Array(Math.ceil(needed * 1.25) + 1024);
  grown.set(slots);
  return grown;
}
