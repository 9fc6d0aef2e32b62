import { expect, test } from "vitest";
import { fastestOfThreeMs } from "@/test/fastest";
import { parseSearch, SEARCH_LENGTH_MAX } from "./parse";
import { CONTEXT } from "./search.fixture";
import { splitChunks } from "./tokenize";

test.each([
  ["quotation marks", '"'],
  ["escapes", '"\\'],
  ["commas", "status:,"],
  ["minus signs", "-"],
  ["colons", "a:"],
  ["blanks", " \u200b"],
  ["words", "a "],
  ["ranges", "created:..,"],
])("a text of a million characters of %s is split in linear time", (_name, part) => {
  const text = part.repeat(1_000_000 / part.length);
  expect(fastestOfThreeMs(() => splitChunks(text))).toBeLessThan(4_000);
});

test.each(["created:2026-11-01T10:00,", "2026-11-02,", "x,", "faild,", "1d..7d,"])(
  "the longest search of %j is read in less than two seconds",
  (part) => {
    const text = `created:${part.repeat(500)}`.slice(0, SEARCH_LENGTH_MAX);
    const read = () => {
      parseSearch(text, CONTEXT);
      parseSearch(text.replace("created", "status"), CONTEXT);
    };
    expect(fastestOfThreeMs(read)).toBeLessThan(2_000);
  },
);
