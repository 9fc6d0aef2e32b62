import { expect, test } from "vitest";
import { findExactId } from "./find-exact-id";

const A = `vs_${"a1B2".repeat(16)}`;
const B = `vs_${"Zz09".repeat(16)}`;

test.each<[string, string, string | null]>([
  ["alone", A, A],
  ["beside filters", `status:failed created:1h ${A} -is:open`, A],
  ["in quotation marks", `"${A}"`, A],
  ["in a link", `https://verify.example/s/${A}?x=1`, A],
  ["percent-encoded", A.replace("_", "%5F"), A],
  ["broken over lines", `${A.slice(0, 30)}\n> ${A.slice(30)}`, A],
  ["broken by one blank", `${A.slice(0, 30)} ${A.slice(30)}`, A],
  ["with a comma behind it", `${A},`, A],
  ["twice", `${A} ${A}`, A],
  ["beside faulty words", `statsu:x ${A} "open`, A],
  ["left out", `-${A}`, null],
  ["beside another that is left out", `${A} -${B}`, A],
  ["beside another", `${A} ${B}`, null],
  ["a part of an id", A.slice(0, 40), null],
  ["broken around a word that is left out", `${A.slice(0, 30)}\n-x\n${A.slice(30)}`, null],
  ["nothing", "", null],
])("an exact id %s", (_name, text, id) => {
  expect(findExactId(text)).toBe(id);
});
