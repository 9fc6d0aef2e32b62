import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { byDepth } from "@/test/depth";
import { toSafeReturnPath } from "./return-path";

// Properties take long on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const DESK = "https://desk.example";
const ID = "vs_mza7vecksrtyfw193ekcvl5vnws3bt1lz96buu3iw7zidckf8dga2zx2echb3t16";

test.each([
  "/",
  "/sessions",
  `/sessions/${ID}`,
  `/sessions/${ID}?row=2&tab=raw#timeline`,
  "/sessions?status=failed&q=https%3A%2F%2Fverify.kayle.id%2Fa&sort=-created_at",
  "/sessions?from=//evil.example",
  "/sessions/vs_too%20short",
  "/sessions#a/b//c",
  "/api-keys",
  "/sign-in-log",
])("%s is kept exactly", (path) => {
  expect(toSafeReturnPath(path)).toBe(path);
});

test.each([
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "https:evil.example",
  "https://evil.example/sessions",
  "https://desk.example/sessions",
  "https://desk.example@evil.example/",
  "//user@evil.example",
  "javascript:alert(1)",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " /sessions",
  "/sessions\u0000",
  "/ses sions",
  "/%2f%2fevil.example",
  "/%2Fevil.example",
  "/%5cevil.example",
  "/%5C%5Cevil.example",
  "/%252f%252fevil.example",
  "/%25252f%25252fevil.example",
  "/%2525252525252f/evil.example",
  "/%09/evil.example",
  "/%0d%0aLocation:%20https://evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/x/..//evil.example",
  "/./%2e%2e//evil.example",
  "/sessions/../api/auth/signout",
  "/sessions/%2e%2e/api/x",
  "/sessions/%252e%252e/api/x",
  "/sessions//evil.example",
  "/%E0%A4%A",
  "/sign-in",
  "/sign-in?from=/sessions",
  "/sign-in/",
  "/Sign-In",
  "/sign%2din",
  "/api/auth/signout",
  "/api",
  "/%61pi/sessions",
  "/_next/static/x.js",
  "sessions",
  "?status=failed",
  "#top",
  ".",
  "",
  `/sessions?q=${"a".repeat(8_192)}`,
  `/sessions?q=${"é".repeat(1_500)}`,
])("%j leads home", (path) => {
  expect(toSafeReturnPath(path)).toBe("/sessions");
});

test.each([undefined, null, 7, true, {}, ["/sessions"], ["/a", "/b"], () => "/a", Symbol("/")])(
  "what is no text leads home",
  (raw) => {
    expect(toSafeReturnPath(raw)).toBe("/sessions");
  },
);

describe("no permutation of slashes, schemes and encodings leaves the desk", () => {
  const starts = [
    "",
    "/",
    "//",
    "///",
    "\\",
    "/\\",
    "\\/",
    "%2f",
    "%5c",
    "/%2f",
    "/%5c",
    "%252f",
    "/.",
  ];
  const middles = [
    "",
    "/",
    "\\",
    "\t",
    "\n",
    "\u00A0",
    "%09",
    "%0a",
    "%00",
    "@",
    ".",
    "..",
    ":",
    "//",
  ];
  const ends = [
    "evil.example",
    "/evil.example",
    "https:evil.example",
    "user:pass@evil.example",
    "%2fevil.example",
  ];
  const permutations = starts.flatMap((start) =>
    middles.flatMap((middle) => ends.map((end) => `${start}${middle}${end}`)),
  );

  test(`${permutations.length} of them, which is more than 500`, () => {
    expect(permutations.length).toBeGreaterThan(500);
    for (const raw of permutations) expectInside(raw);
  });
});

test("any text leads to a path of the desk that is safe itself", () => {
  const pieces = fc.constantFrom(
    "/",
    "\\",
    ".",
    "%2f",
    "%5c",
    "%2e",
    "%25",
    "@",
    ":",
    "?",
    "#",
    "\t",
    "evil.example",
    "api",
    "sign-in",
    "https:",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: pieces, maxLength: 12 }),
        fc.webUrl(),
      ),
      (text) => {
        expectInside(text);
        expectInside(`/${text}`);
      },
    ),
    { numRuns: byDepth(300, 3_000) },
  );
});

function expectInside(raw: string): void {
  const path = toSafeReturnPath(raw);
  expect(path, raw).toMatch(/^\/(?![/\\])/);
  const url = new URL(path, DESK);
  expect(url.origin, raw).toBe(DESK);
  expect(url.pathname, raw).not.toMatch(/^\/(?:\/|api(?:\/|$)|sign-in(?:\/|$))/);
  expect(toSafeReturnPath(path), raw).toBe(path);
}
