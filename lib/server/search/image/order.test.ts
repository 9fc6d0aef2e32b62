import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addSlot, type Columns, createColumns, setCells } from "./columns";
import { createOrder, type Order } from "./order";
import { sortSlots } from "./sort-slots";

/** Few moments, so that many slots share one; none is a session without an end. */
const moment = fc.option(fc.integer({ min: 1_790_000_000_000, max: 1_790_000_000_020 }));
const change = fc.record({ slot: fc.nat(40), endedAt: moment, isLive: fc.boolean() });

type Change = { slot: number; endedAt: number | null; isLive: boolean };

function put(columns: Columns, order: Order, { slot, endedAt, isLive }: Change): void {
  while (columns.length <= slot) addSlot(columns);
  order.touch(slot);
  // Row numbers run against the slots, so that the one is not taken for the other.
  const rowNo = 1_000 - slot;
  const times = { createdAt: 0, expiresAt: 0, updatedAt: 0, endedAt: endedAt ?? Number.NaN };
  setCells(columns, slot, { combination: 0, rowNo, ...times });
  if (!isLive) columns.isLive[slot] = 0;
}

function sortByHand(columns: Columns): number[] {
  const slots = Array.from({ length: columns.length }, (_, slot) => slot);
  const timeOf = (slot: number) => columns.endedAt[slot] ?? Number.NaN;
  return slots
    .filter((slot) => columns.isLive[slot] === 1 && !Number.isNaN(timeOf(slot)))
    .sort((a, b) => timeOf(a) - timeOf(b) || b - a);
}

describe("the order of a column", () => {
  test("is kept through any changes, a few at a time or many", () => {
    const steps = fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 12 });
    const world = fc.array(change, { minLength: 40, maxLength: 120 });
    fc.assert(
      fc.property(world, steps, (first, later) => {
        const columns = createColumns(4);
        const order = createOrder(columns, "endedAt");
        for (const changes of [first, ...later]) {
          for (const one of changes) put(columns, order, one);
          order.settle();
          expect([...order.slots()]).toEqual(sortByHand(columns));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("knows how many stand before any place", () => {
    const columns = createColumns(4);
    const order = createOrder(columns, "endedAt");
    for (const one of fc.sample(change, { numRuns: 60, seed: 3 })) put(columns, order, one);
    order.settle();
    for (const [at, slot] of [...order.slots()].entries()) {
      const key = { time: columns.endedAt[slot] ?? 0, rowNo: columns.rowNo[slot] ?? 0 };
      expect(order.countBefore(key)).toBe(at);
      expect(order.countBefore({ ...key, rowNo: key.rowNo + 1 })).toBe(at + 1);
    }
  });
});

test("many slots are sorted as few are, by time and then by row number, whatever the times", () => {
  const near = fc.integer({ min: 1_790_000_000_000, max: 1_790_000_000_300 });
  const far = fc.integer({ min: 0, max: 4_000_000_000_000 });
  for (const times of [near, fc.oneof(near, far)].map((time) => fc.sample(time, 5_000))) {
    const timeOf = (slot: number) => times[slot] ?? 0;
    const rowNoOf = (slot: number) => (slot * 7_919) % 5_003;
    const slots = Array.from(times, (_, slot) => slot);
    const sorted = sortSlots(Uint32Array.from(slots), timeOf, rowNoOf);
    const byHand = slots.sort((a, b) => timeOf(a) - timeOf(b) || rowNoOf(a) - rowNoOf(b));
    expect([...sorted]).toEqual(byHand);
  }
});
