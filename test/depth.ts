/** Whether this is the long tier, which asks everything; the gate asks a sample of it. */
const IS_LONG = process.env["DESK_TEST_DEPTH"] === "long";

/** A number of the gate and one of the long tier. */
export function byDepth(gate: number, long: number): number {
  return IS_LONG ? long : gate;
}

/** All items in the long tier; in the gate about `count` of them, the same in each run. */
export function sampleByDepth<T>(items: readonly T[], count: number): readonly T[] {
  if (IS_LONG || items.length <= count) return items;
  const toStep = (index: number) => Math.floor((index * count) / items.length);
  return items.filter((_item, index) => toStep(index) !== toStep(index - 1));
}
