import { expect, test } from "vitest";
import { scanIds } from "./scan-ids";

const A = "mza7vecksrtyfw193ekcvl5vnws3bt1lz96buu3iw7zidckf8dga2zx2echb3t16";
const B = "9kq2".repeat(16);

test("an id is found with the place where it stands", () => {
  expect(scanIds(`see vs_${A}.`)).toEqual([{ start: 4, end: 71, id: `vs_${A}` }]);
});

test("a run that is too long is never cut to 64", () => {
  expect(scanIds(`vs_${A}x`)).toEqual([{ start: 0, end: 68, id: null }]);
  expect(scanIds(`vs_${A.slice(0, 40)}\n${A.slice(40)}x`).map(({ id }) => id)).toEqual([null]);
});

test("a whole id takes nothing from the next line", () => {
  expect(scanIds(`vs_${A}\nplease`).map(({ id }) => id)).toEqual([`vs_${A}`]);
});

test("a short id never swallows the beginning of the next one", () => {
  const text = `vs_${A.slice(0, 62)}\nvs_${B}`;
  expect(scanIds(text).map(({ id }) => id)).toEqual([null, `vs_${B}`]);
});

test("two ids without anything between them are both found", () => {
  expect(scanIds(`vs_${A}vs_${B}`).map(({ id }) => id)).toEqual([`vs_${A}`, `vs_${B}`]);
});

test("pieces are joined over line breaks, but over one space only", () => {
  const pieces = [A.slice(0, 20), A.slice(20, 40), A.slice(40)];
  expect(scanIds(`vs_${pieces.join("\n> ")}`)[0]?.id).toBe(`vs_${A}`);
  expect(scanIds(`vs_${pieces.join(" ")}`)[0]?.id).toBeNull();
  expect(scanIds(`vs_${A.slice(0, 40)}  ${A.slice(40)}`)[0]?.id).toBeNull();
});
