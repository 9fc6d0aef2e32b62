import fc from "fast-check";
import { expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { findRedirectHost } from "./values-hosts";

/** As the URL standard reads it, with none of the shortcuts. */
function readByStandard(text: string): string | null {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url.hostname.replace(/\.$/, "") || null : null;
  } catch {
    return null;
  }
}

const piece = fc.oneof(
  fc.constantFrom(
    ...["https://", "http://", "HTTPS://", "shop", ".example", ".com", "xn--", "xn--tda", "0x7f"],
    ...["1", ".", "..", "-", "--", "_", ":", ":80", ":99999", "@", "/", "\\", "?", "#", "%", "%2e"],
    ...[" ", "\n", "\t", "ü", "ß", "㎒", "\u00ad", "\u3002", "[::1]", "a@b", "user:80@", "app://"],
  ),
  fc.string({ maxLength: 3 }),
);
const url = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.array(piece, { maxLength: 6 }).map((pieces) => `https://shop.example${pieces.join("")}`),
);

test("the host of a redirect URL is that of the URL standard, whatever the URL looks like", () => {
  fc.assert(
    fc.property(url, (text) => {
      expect(findRedirectHost(text)).toBe(readByStandard(text));
    }),
    { numRuns: byDepth(1_000, 5_000) },
  );
});

test.each([
  ["https://shop.example/back?order=1", "shop.example"],
  ["https://shop.example:8443", "shop.example"],
  ["https://someone:80@evil.example/", "evil.example"],
  ["https://shop.example:80\n80/", "shop.example"],
  ["https://xn--a.example/", null],
  ["https://1.2.3/", "1.2.0.3"],
  ["app://shop.example/", null],
])("of %j it is %j", (text, host) => {
  expect(findRedirectHost(text)).toBe(host);
});
