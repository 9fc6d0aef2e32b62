import fc from "fast-check";
import { expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { decodeFully, decodeLayers, mayBeEncoded, toSourceRange } from "./decode-paste";

test.each([
  ["a%5Fb", "a_b"],
  ["a%255Fb", "a_b"],
  ["a%25255fb", "a_b"],
  ["&lt;a&amp;b&quot;&#95;&#x5F;", '<a&b"__'],
  ['{\\"a\\":\\"b\\/c\\"}', '{"a":"b/c"}'],
  ["a\\u005fb\\_c", "a_b_c"],
  ["a\u200Bb\u00ADc\uFEFF%E2%80%8Bd&#8203;e&shy;f", "abcdef"],
  ["a=3Db=5Fc=\r\nd=\n> e", "a=b_cde"],
  ['{"raw":"a=3Db=\\r\\nc"}', '{"raw":"a=bc"}'],
  ["a mail in a mail =3D3D, a link in it %3D5F", "a mail in a mail =, a link in it _"],
  ["one<br>two<wbr>three<BR />", "one\ntwothree\n"],
  ["%C3%A9 =C3=A9", "é é"],
  ["50% of %ZZ, %FF, &bogus; and &#99999999;", "50% of %ZZ, %FF, &bogus; and &#99999999;"],
])("%j reads as %j", (source, decoded) => {
  expect(decodeFully(source).text).toBe(decoded);
});

test("a value after = that looks like quoted-printable keeps a reading in which it is untouched", () => {
  const source = "?cancel_token=5Fabc";
  expect(decodeLayers(source).map((view) => view.text)).toEqual([source, "?cancel_token_abc"]);
});

test("each character found in any reading can be traced to the source", () => {
  const wrap = [encodeURIComponent, (text: string) => JSON.stringify(text), (text: string) => text];
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(...wrap),
      fc.constantFrom(...wrap),
      (before, after, inner, outer) => {
        const source = outer(`${inner(before)}NEEDLE${inner(after)}`);
        for (const view of decodeLayers(source)) {
          const at = view.text.indexOf("NEEDLE");
          if (at < 0) continue;
          const [start, end] = toSourceRange(view, at, at + "NEEDLE".length);
          expect(source.slice(start, end)).toMatch(/^NEEDLE/);
        }
      },
    ),
  );
});

test("a text that surely has one reading has one", () => {
  const piece = fc.constantFrom(
    ...'aF3:/?&=_-.%;#\\<>" \n\u200b',
    "%41",
    "&amp;",
    "&#65;",
    "=3D",
    "=3d",
    "=5f",
    "=0A",
    "=C3=A9",
    "=48",
    "=\r\n",
    "\\u0041",
    "<br>",
    "n;",
    "amp",
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (source) => {
      const readings = decodeLayers(source).length;
      if (readings > 1) expect(mayBeEncoded(source)).toBe(true);
    }),
    { numRuns: byDepth(1_000, 5_000) },
  );
});

test("a plain link is known to be plain", () => {
  expect(mayBeEncoded("https://shop.example/done?order=48213&ref=x_1.2~3#top")).toBe(false);
});
