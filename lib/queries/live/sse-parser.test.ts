import fc from "fast-check";
import { expect, test } from "vitest";
import { createSseParser } from "./sse-parser";

const TEXT =
  ': padding\n\nevent: age\ndata: {}\n\n: still here\r\n\r\nevent: session\r\ndata: {"a":"é: b"}\r\n\r\ndata: 1\ndata: 2\n\n';
const MESSAGES = [
  { event: "age", data: "{}" },
  { event: "session", data: '{"a":"é: b"}' },
  { event: "message", data: "1\n2" },
];

test("the messages are the same, however the text is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: TEXT.length }), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), TEXT.length];
      const parse = createSseParser();
      const pieces = places.slice(1).map((end, index) => TEXT.slice(places[index], end));
      expect(pieces.flatMap(parse)).toEqual(MESSAGES);
    }),
  );
});

test("a message that does not end is given up, so that nothing grows without end", () => {
  const parse = createSseParser();
  const piece = `data: ${"x".repeat(300_000)}`;
  expect(() => [piece, piece, piece, piece].flatMap(parse)).toThrow(RangeError);
});
