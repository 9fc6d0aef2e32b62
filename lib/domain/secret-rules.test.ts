import fc from "fast-check";
import { expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { MAY_HOLD_SECRET, SECRET_RULES } from "./secret-rules";

const PIECES = [
  ..."kK_vV1eyJ=:?&;#\"' \n\r>|[]-/",
  "cancel",
  "Cancel",
  "token",
  "_token",
  "whsec_",
  "kk_",
  "k\nk_",
  "signing secret",
  "api-key",
  "apikey",
  "password",
  "passwd",
  "Basic ",
  "bearer ",
  "authorization",
  "[removed]",
  "-----BEGIN PRIVATE KEY-----",
  "a1b2c3d4e5f60718293a",
  "https://shop.example/return?order=A-1",
];

const NAMES = [
  "cancel_token",
  "signing-secret",
  "webhook secret",
  "api key",
  "apikey",
  "access_token",
  "refreshtoken",
  "password",
  "passwd",
  "authorization",
];
const secret = fc.oneof(
  fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom("=", ": ", '":"', "\t")).map((lead) => {
    return `${lead.join("")}a1b2c3d4e5f60718293a`;
  }),
  fc.constantFrom("whsec_abcd", "kk_abcdef", "v1=00112233445566778899", "eyJhbGciOiJIUzI1Ni"),
  fc.constantFrom("Basic dXNlcjpwYXNz", "bearer a1b2c3d4e5", "[removed]abc"),
);

const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), secret, fc.string({ maxLength: 6 })), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(""));

test("no rule finds a secret in a text that is passed by after one look", () => {
  fc.assert(
    fc.property(text, (some) => {
      const isFound = SECRET_RULES.some(({ pattern }) => some.search(pattern) !== -1);
      if (isFound) expect(some).toMatch(MAY_HOLD_SECRET);
    }),
    { numRuns: byDepth(2_000, 20_000) },
  );
});
