import { expect, test } from "vitest";
import { shortenId } from "./shorten-id";

test("an id keeps its beginning and its end", () => {
  expect(shortenId("vs_mza7vecksrtyfw193ekcvl5vnws3bt1lz96buu3iw7zidckf8dga2zx2echb3t16")).toBe(
    "vs_mza7veck…echb3t16",
  );
});

test("what would not become shorter stays whole", () => {
  expect(shortenId("vs_123456789012345678")).toBe("vs_12345678…12345678");
  expect(shortenId("vs_12345678901234567")).toBe("vs_12345678901234567");
  expect(shortenId("")).toBe("");
});
