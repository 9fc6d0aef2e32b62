import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedirectTexts } from "./image/redirect-texts";
import type { SessionImage } from "./image/session-image";
import { findUrlHolders } from "./url-holders";

const SLOTS = 12;
const text = fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 8 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ slot: fc.nat(SLOTS - 1), text: fc.option(text) }) },
  { weight: 1, arbitrary: fc.constantFrom("aba", "abca") },
);

function makeImage() {
  const redirectTexts = createRedirectTexts(2);
  return { redirectTexts, image: { redirectTexts } as SessionImage };
}

test("a word that is asked for again finds what it would find the first time, whatever came between", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 200 }), (steps) => {
      const { image, redirectTexts } = makeImage();
      const now = new Map<number, string | null>();
      for (const one of steps) {
        if (typeof one !== "string") {
          redirectTexts.set(one.slot, one.text === null ? null : Buffer.from(one.text));
          now.set(one.slot, one.text);
          continue;
        }
        const holders = [...now].flatMap(([slot, url]) => (url?.includes(one) ? [slot] : []));
        const found = findUrlHolders(image, one, SLOTS);
        expect([...(found ?? [])].sort((a, b) => a - b)).toEqual(holders.sort((a, b) => a - b));
      }
    }),
  );
});

test("more than so many are not gathered, also where they come one after the other", () => {
  const { image, redirectTexts } = makeImage();
  redirectTexts.set(0, Buffer.from("an order"));
  expect(findUrlHolders(image, "order", 1)).toEqual([0]);
  redirectTexts.set(1, Buffer.from("the order"));
  expect(findUrlHolders(image, "order", 1)).toBeNull();
  expect(findUrlHolders(image, "order", 2)).toEqual([0, 1]);
});
