import fc from "fast-check";
import { expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { toCsv } from "./csv";

/** A reader of RFC 4180 that knows nothing of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === ",") {
      row.push(cell);
      cell = "";
    } else if (sign === "\r" && text[at + 1] === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
      at++;
    } else cell += sign;
  }
  return rows;
}

const awkward = fc.array(fc.constantFrom(..."=+-@'\"\t\r\n,; aé\u0000😀＝", "\r\n", '",', "vs_"), {
  maxLength: 12,
});
const cell = fc.oneof(
  awkward.map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 });

test("every table comes back as it was, once the guard is taken off", () => {
  fc.assert(
    fc.property(table, (rows) => {
      const read = readCsv(toCsv(rows));
      expect(read.map((row) => row.map((text) => text.replace(/^'/, "")))).toEqual(rows);
    }),
    { numRuns: byDepth(100, 500) },
  );
});

test("no cell begins as a formula does, whatever it holds", () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      for (const text of readCsv(toCsv([cells]))[0] ?? []) {
        expect(text).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }
    }),
    { numRuns: byDepth(100, 500) },
  );
});

test("numbers and what is missing stay what they are", () => {
  expect(toCsv([[3, null, "a"]])).toBe('"3","","a"\r\n');
});
