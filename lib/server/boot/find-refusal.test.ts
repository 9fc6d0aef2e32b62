import fc from "fast-check";
import { expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { findRefusal, URL_CHARS_MAX } from "./find-refusal";

test.each([
  "/",
  "/sessions",
  "/sessions/",
  "/sessions?ids=vs_1,vs_2&x=%E0%A4%A&y=//evil.example/../..",
  "/sessions/vs_a%5Fb%20c",
  "/sessions/%E2%80%8Bvs_1",
  "/100%25",
  "/_next/static/chunks/a-b_c.js?dpl=1",
  "/.well-known/change-password",
])("%s is let in", (url) => {
  expect(findRefusal("GET", url)).toBeNull();
});

test.each([
  "//evil.example",
  "/sessions//x",
  "/\\evil.example",
  "/%5Cevil.example",
  "/%2Fevil.example",
  "/sessions/%2e%2e/api",
  "/./sessions",
  "/sessions/..",
  "/%252fevil.example/",
  "/x%25255cevil.example",
  "/%00",
  "/%0d%0aset-cookie:x",
  "/%E0%A4%A",
  "/%",
  "/%c0%ae%c0%ae/",
  "/sessions#x",
  "*",
  "",
  "https://evil.example/",
  "/é",
  "/_global-error",
])("%j is an address that the desk does not read", (url) => {
  expect(findRefusal("GET", url)).toBe("INVALID_ADDRESS");
});

test("a page is read and nothing else; what a route takes is for the route to say", () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"]) {
    expect(findRefusal(method, "/sessions")).toBe("METHOD_NOT_ALLOWED");
    expect(findRefusal(method, "/apis")).toBe("METHOD_NOT_ALLOWED");
    expect(findRefusal(method, "/api/sessions?x")).toBeNull();
  }
});

test("the longest address that is let in is the longest that is promised", () => {
  const longest = `/${"a".repeat(URL_CHARS_MAX - 1)}`;
  expect(findRefusal("GET", longest)).toBeNull();
  expect(findRefusal("GET", `${longest}a`)).toBe("ADDRESS_TOO_LONG");
});

test("whatever is let in decodes, and reads the same to whoever resolves its dots and slashes", () => {
  const part = fc.constantFrom(
    "/",
    ".",
    "..",
    "%2e",
    "%2F",
    "%5c",
    "a",
    "%",
    "%41",
    "?",
    ";",
    "\\",
    "%25",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const url = `/${parts.join("")}`;
      if (findRefusal("GET", url) !== null) return;
      const path = url.split("?", 1).join("");
      expect(() => decodeURIComponent(path)).not.toThrow();
      expect(new URL(path, "https://desk.invalid").pathname).toBe(path);
      expect(
        new URL(decodeURIComponent(path).replaceAll("%", "%25"), "https://desk.invalid").host,
      ).toBe("desk.invalid");
    }),
    { numRuns: byDepth(1_000, 5_000) },
  );
});
