import { expect, test } from "vitest";
import { fastestOfThreeMs } from "@/test/fastest";
import { extractSessionIds } from "./extract-ids";

test.each(["vs_", "=\n", "%25", "v\n", "vs_a\n", "a", "kk_", "&amp;", "\\u0026", "vs_1\n1 "])(
  "a megabyte of %j is read in under a second",
  (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(fastestOfThreeMs(() => extractSessionIds(text))).toBeLessThan(1000);
  },
);
