import { expect, test } from "vitest";
import { CANARIES, findCanary } from "@/e2e/fixtures/canaries";

const ENCODINGS: readonly (readonly [string, (value: string) => string])[] = [
  ["as it stands", (value) => value],
  ["in JSON", (value) => JSON.stringify({ value })],
  ["in JSON in JSON", (value) => JSON.stringify(JSON.stringify({ value }))],
  ["in a URL", (value) => `https://x.example/?a=${encodeURIComponent(value)}`],
  ["in hex", (value) => Buffer.from(`x${value}y`).toString("hex")],
  ["in base64", (value) => Buffer.from(value).toString("base64")],
  ["in base64 behind one sign", (value) => Buffer.from(`"${value}"`).toString("base64")],
  ["in base64url behind two signs", (value) => Buffer.from(`a:${value}!`).toString("base64url")],
];

test.each(ENCODINGS)("a secret is found %s", (_name, encode) => {
  for (const [name, value] of Object.entries(CANARIES)) {
    expect([name, findCanary(`before ${encode(value)} behind`)]).toEqual([
      name,
      expect.any(String),
    ]);
  }
});

test("a key and a token that nobody foresaw are known by their shape", () => {
  expect(findCanary(`{"key":"kk_${"a1".repeat(12)}"}`)).toBe("a key of Kayle's");
  expect(findCanary("https://verify.example/vs_1?cancel_token=ab12")).toBe("a cancel_token");
  expect(findCanary('{"cancel_token":"ab12"}')).toBe("a cancel_token");
});

test("the words that the desk itself says about keys and tokens are none", () => {
  expect(findCanary("A cancel_token was cut out. Keys begin with kk_… and stay here.")).toBeNull();
  expect(findCanary('{"kk_sandbox":null,"cancel_token":null}')).toBeNull();
});
