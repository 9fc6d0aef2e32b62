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
      const few = texts.findHolders(toNeedle(word), 31);
      if (Buffer.byteLength(word) < 3) expect(few).toBeNull();
      else expect(few?.toSorted((a, b) => a - b)).toEqual(holders);
      const marks = new Uint8Array(31);
      await texts.markHolders(toNeedle(word), marks);
      expect(slots.filter((slot) => marks[slot] === 1)).toEqual(holders);
    }),
  );
});

test("gathers the holders of a rare word out of thousands of texts, and no more than asked for", () => {
  const texts = createRedirectTexts(2);
  const slots = Array.from({ length: 5_000 }, (_, slot) => slot);
  for (const slot of slots) texts.set(slot, Buffer.from(`https://a.example/?n=${slot}`));
  expect(texts.findHolders(toNeedle("n=4711"), 10)).toEqual([4711]);
  expect(texts.findHolders(toNeedle("n=471"), 11)).toEqual([471, ...slots.slice(4710, 4720)]);
  expect(texts.findHolders(toNeedle("n=471"), 10)).toBeNull();
  expect(texts.findHolders(toNeedle("n=5000"), 10)).toEqual([]);
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
