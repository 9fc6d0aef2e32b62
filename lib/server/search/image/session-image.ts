import "server-only";
import { SAME_WRITE_MS } from "@/lib/domain/cause";
import { addSlot, type Columns, createColumns, setCells } from "./columns";
import { type Combination, type Combinations, createCombinations } from "./combinations";
import { createDictionaries, type Dictionaries } from "./dictionaries";
import { createIdSignatures, type IdSignatures } from "./id-signatures";
import { createOrder, type Order, type OrderColumn } from "./order";
import type { ImageRow } from "./packed-rows";
import { createRedirectTexts, type RedirectTexts } from "./redirect-texts";

/**
 * An image of the index in this process, for counting and for finding rows; what is shown of a row is
 * always read from the table. Everything here is as of `changeNo`.
 */
export type SessionImage = {
  columns: Columns;
  dictionaries: Dictionaries;
  combinations: Combinations;
  orders: Record<OrderColumn, Order>;
  idSignatures: IdSignatures;
  redirectTexts: RedirectTexts;
  /** The last change that is in. */
  changeNo: number;
  /** Slots of sessions that are gone. */
  deadCount: number;
  /** Told of each session that one combination has more or less from now on. */
  onCount: ((slot: number, place: number, change: 1 | -1) => void) | null;
  /** The slot of a row number, or -1. */
  slotOf(rowNo: number): number;
  /** Every entry that the row names must be in the dictionaries. */
  put(row: ImageRow): void;
  remove(rowNo: number): void;
};

export function createSessionImage(capacity: number): SessionImage {
  const columns = createColumns(capacity);
  const dictionaries = createDictionaries();
  const combinations = createCombinations();
  const orders = {
    createdAt: createOrder(columns, "createdAt"),
    endedAt: createOrder(columns, "endedAt"),
    updatedAt: createOrder(columns, "updatedAt"),
  };
  const slots = createSlotMap(capacity);
  const idSignatures = createIdSignatures();
  const redirectTexts = createRedirectTexts(capacity);

  function touch(slot: number): void {
    orders.createdAt.touch(slot);
    orders.endedAt.touch(slot);
    orders.updatedAt.touch(slot);
  }

  function count(slot: number, change: 1 | -1): void {
    const place = columns.combination[slot] ?? 0;
    combinations.counts[place] = (combinations.counts[place] ?? 0) + change;
    image.onCount?.(slot, place, change);
  }

  const image: SessionImage = {
    columns,
    dictionaries,
    combinations,
    orders,
    idSignatures,
    redirectTexts,
    changeNo: 0,
    deadCount: 0,
    onCount: null,
    slotOf: slots.get,
    put(row) {
      const known = slots.get(row.rowNo);
      const slot = known === -1 ? addSlot(columns) : known;
      if (known === -1) {
        slots.set(row.rowNo, slot);
        idSignatures.add(slot, row.id);
      } else if (columns.isLive[slot] === 0) image.deadCount -= 1;
      else count(slot, -1);
      redirectTexts.set(slot, row.text);
      touch(slot);
      setCells(columns, slot, {
        combination: combinations.placeOf(toCombination(row, dictionaries)),
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
        endedAt: row.endedAt,
        updatedAt: row.updatedAt,
        rowNo: row.rowNo,
      });
      count(slot, 1);
    },
    remove(rowNo) {
      const slot = slots.get(rowNo);
      if (slot === -1 || columns.isLive[slot] === 0) return;
      touch(slot);
      count(slot, -1);
      columns.isLive[slot] = 0;
      image.deadCount += 1;
    },
  };
  return image;
}

function toCombination(
  row: ImageRow,
  { kinds, claims, webhooks, hosts }: Dictionaries,
): Combination {
  return {
    kind: kinds.placeOf.get(row.kindId) ?? 0,
    claims: claims.placeOf.get(row.claimSetId) ?? 0,
    webhooks: webhooks.placeOf.get(row.webhookSetId) ?? 0,
    host: hosts.placeOf.get(row.hostId) ?? 0,
    hasRedirect: row.text !== null,
    hasEnd: !Number.isNaN(row.endedAt),
    // Never true of NaN, which stands for no end.
    isWrittenAgain: row.updatedAt - row.endedAt > SAME_WRITE_MS,
  };
}

/** Row numbers are dense and small, so an array does for a map of a million entries. */
function createSlotMap(capacity: number) {
  let slots = new Int32Array(capacity + 1024).fill(-1);
  /** Row numbers far beyond the rest, which an array would waste memory on. */
  const far = new Map<number, number>();
  let base = -1;
  return {
    get(rowNo: number): number {
      const slot = base === -1 ? undefined : slots[rowNo - base];
      return slot === undefined || slot === -1 ? (far.get(rowNo) ?? -1) : slot;
    },
    set(rowNo: number, slot: number): void {
      if (base === -1) base = rowNo;
      const at = rowNo - base;
      if (at < 0 || at > slots.length * 2) {
        far.set(rowNo, slot);
        return;
      }
      if (at >= slots.length) {
        const grown = new Int32Array(Math.ceil(at * 1.25) + 1024).fill(-1);
        grown.set(slots);
        slots = grown;
      }
      slots[at] = slot;
    },
  };
}
