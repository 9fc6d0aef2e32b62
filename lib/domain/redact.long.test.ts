import { expect, test } from "vitest";
import { fastestOfThreeMs } from "@/test/fastest";
import { redactSecrets } from "./redact";

test.each(["cancel_token=", "cancel_token=a\n", "kk_a\n", "eyJa.", "-", "%2525", "=\n", "bearer "])(
  "a megabyte of %j is redacted in under a second",
  (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(fastestOfThreeMs(() => redactSecrets(text))).toBeLessThan(1000);
  },
);
