import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { readRedirectUrl } from "./redirect-url";

// Properties take long on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

test("host, path and the integrator's own references are set out", () => {
  expect(readRedirectUrl("https://shop.example:8443/done?order=A-48213&x=%20y&x=2#top")).toEqual({
    raw: "https://shop.example:8443/done?order=A-48213&x=%20y&x=2#top",
    isLink: true,
    host: "shop.example:8443",
    path: "/done",
    references: [
      { name: "order", value: "A-48213" },
      { name: "x", value: " y" },
      { name: "x", value: "2" },
    ],
  });
});

test("none is null, and a bare host has no path", () => {
  expect(readRedirectUrl(null)).toBeNull();
  expect(readRedirectUrl("")).toBeNull();
  expect(readRedirectUrl("https://shop.example")).toMatchObject({ host: "shop.example", path: "" });
});

test.each([
  "javascript:alert(1)",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>",
  "myapp://done?order=1",
  "https://user@evil.example/",
  "https://user:pass@evil.example/",
  "//shop.example/done",
  "/done",
  "https://",
  "not a url",
])("%j is no link", (raw) => {
  expect(readRedirectUrl(raw)).toMatchObject({ isLink: false, host: null, references: [] });
});

test("a host that imitates another one is given in its plain form", () => {
  expect(readRedirectUrl("https://аpple.example/")?.host).toMatch(/^xn--/);
});

test("broken percent signs do not matter", () => {
  expect(readRedirectUrl("https://shop.example/%E0?order=%E0%A4%A&b=%")?.references).toHaveLength(
    2,
  );
});

test.each([
  "token",
  "access_token",
  "cancel_token",
  "client_secret",
  "sig",
  "apiKey",
  "session%5Ftoken",
])("the value of ?%s= is not shown anywhere", (name) => {
  const redirect = readRedirectUrl(
    `https://shop.example/?order=7&${name}=hush-hush-9#${name}=hush-hush-9`,
  );
  expect(JSON.stringify(redirect)).not.toContain("hush-hush-9");
  expect(redirect?.references[0]).toEqual({ name: "order", value: "7" });
});

test("a link is always http or https, whatever the text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), (raw) => {
      const redirect = readRedirectUrl(raw);
      if (redirect?.isLink) expect(new URL(redirect.raw).protocol).toMatch(/^https?:$/);
    }),
  );
});
