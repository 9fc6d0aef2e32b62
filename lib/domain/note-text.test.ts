import { expect, test } from "vitest";
import { countCharacters, toNoteText } from "./note-text";

test("a note has one kind of line end, no control characters, and nothing around it", () => {
  const raw = "  one\r\ntwo\rthree\u2028four\u0000\u0007\u001b[31m\tfive\u0085 \n";
  expect(toNoteText(raw)).toBe("one\ntwo\nthree\nfour[31m\tfive");
});

test("nothing in a note turns the order of the words around it, and no half character stays", () => {
  expect(toNoteText("a\u202eb\u2066c\ud83d")).toBe("abc\ufffd");
});

test("what people write stays: accents, emoji, joined emoji, other scripts, inner lines", () => {
  const text = "Café — 😀👩‍💻\n\nשלום 你好";
  expect(toNoteText(text)).toBe(text);
});

test("length is counted in code points", () => {
  expect(countCharacters("a😀é")).toBe(3);
});
