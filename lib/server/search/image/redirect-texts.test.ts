import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedirectTexts, toNeedle } from "./redirect-texts";

const text = fc.string({ unit: fc.constantFrom(..."abé/=1\n"), maxLength: 12 });

test("knows who holds a word, whatever is set, changed and taken away", async () => {
  const change = fc.record({ slot: fc.nat(30), text: fc.option(text) });
  const question = fc.string({ unit: fc.constantFrom(..."abé/=1"), minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 60 }), question, async (changes, word) => {
      const texts = createRedirectTexts(2);
      const expected = new Map<number, string | null>();
      for (const one of changes) {
        texts.set(one.slot, one.text === null ? null : Buffer.from(one.text));
        expected.set(one.slot, one.text);
      }
      const slots = Array.from({ length: 31 }, (_, slot) => slot);
      const holders = slots.filter((slot) => expected.get(slot)?.includes(word));
      expect(slots.filter((slot) => texts.holds(slot, toNeedle(word)))).toEqual(holders);
      const marks = new Uint8Array(31);
      await texts.markHolders(toNeedle(word), marks);
      expect(slots.filter((slot) => marks[slot] === 1)).toEqual(holders);
    }),
  );
});

test("tells that a text has changed, and not that one was set again or is new", () => {
  const texts = createRedirectTexts(2);
  texts.set(0, Buffer.from("https://a.example"));
  texts.set(0, Buffer.from("https://a.example"));
  texts.set(1, null);
  expect(texts.version()).toBe(0);
  texts.set(0, Buffer.from("https://b.example"));
  expect(texts.version()).toBe(1);
});
