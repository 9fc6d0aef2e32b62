import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdSignatures } from "./id-signatures";

const character = fc.constantFrom(
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
);
const anyId = fc
  .string({ unit: character, minLength: 64, maxLength: 64 })
  .map((body) => `vs_${body}`);

test("every id that holds a text is among its candidates, whatever the case", () => {
  const world = fc.tuple(fc.array(anyId, { minLength: 1, maxLength: 80 }), fc.nat(), fc.nat(64));
  fc.assert(
    fc.property(world, fc.integer({ min: 3, max: 20 }), ([ids, chosen, from], length) => {
      const signatures = createIdSignatures();
      // Far apart, so that several blocks are in use.
      const slotOf = (at: number) => at * 1_777;
      for (const [at, id] of ids.entries()) signatures.add(slotOf(at), id);
      const text = (ids[chosen % ids.length] ?? "").slice(from, from + length).toLowerCase();
      fc.pre(text.length >= 3);
      const holders = ids.flatMap((id, at) =>
        id.toLowerCase().includes(text) ? [slotOf(at)] : [],
      );
      expect(signatures.findCandidates(text)).toEqual(expect.arrayContaining(holders));
    }),
  );
});

test("every id that holds two characters may hold them, and most others may not", () => {
  const signatures = createIdSignatures();
  const ids = fc.sample(anyId, { numRuns: 2_000, seed: 2 });
  for (const [at, id] of ids.entries()) signatures.add(at, id);
  const mayHold = signatures.toMayHold("k3");
  const holders = ids.flatMap((id, at) => (id.toLowerCase().includes("k3") ? [at] : []));
  const candidates = ids.flatMap((_, at) => (mayHold(at) ? [at] : []));
  expect(holders.length).toBeGreaterThan(0);
  expect(candidates).toEqual(expect.arrayContaining(holders));
  expect(candidates.length).toBeLessThan(ids.length / 4);
});

test("few ids are candidates without holding the text", () => {
  const signatures = createIdSignatures();
  const ids = fc.sample(anyId, { numRuns: 20_000, seed: 1 });
  for (const [at, id] of ids.entries()) signatures.add(at, id);
  expect(signatures.findCandidates("q7zk")?.length).toBeLessThan(100);
  expect(signatures.findCandidates("q7zk1x")?.length).toBeLessThan(20);
});

test("says that a short text tells nothing, and that a text beyond ASCII is in no id", () => {
  const signatures = createIdSignatures();
  signatures.add(0, "vs_abc");
  expect(signatures.findCandidates("vs")).toBeNull();
  expect(signatures.findCandidates("zoë")).toEqual([]);
});
