import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { cutCancelTokens } from "./cut-cancel-tokens";
import { decodeLayers } from "./decode-paste";
import { extractSessionIds } from "./extract-ids";
import { parseUrl } from "./parse-url";
import { redactDeep, redactSecrets, redactUrl } from "./redact";
import type { SecretKind } from "./secret-rules";

const ID = "vs_mza7vecksrtyfw193ekcvl5vnws3bt1lz96buu3iw7zidckf8dga2zx2echb3t16";
const SECRET = "Q7f3xK9mZ2pL8vR4tW6yB1nD5sG0hJcA";
const HEX = "5f1c".repeat(16);

const FORMS: [form: string, kind: SecretKind, text: (secret: string) => string][] = [
  ["a query", "cancel_token", (s) => `https://verify.kayle.id/${ID}?cancel_token=${s}&a=1`],
  ["a fragment", "cancel_token", (s) => `https://verify.kayle.id/${ID}#cancel_token=${s}`],
  ["a query in capitals", "cancel_token", (s) => `?CANCEL_TOKEN=${s}`],
  ["camel case", "cancel_token", (s) => `?cancelToken=${s}`],
  ["kebab case", "cancel_token", (s) => `x-cancel-token: ${s}`],
  ["an array parameter", "cancel_token", (s) => `?cancel_token[]=${s}`],
  ["an encoded name", "cancel_token", (s) => `?cancel%5Ftoken%3D${s}%26a%3D1`],
  ["a twice encoded name", "cancel_token", (s) => `?cancel%255Ftoken%253D${s}`],
  ["an encoded letter of the name", "cancel_token", (s) => `?c%61ncel_token=${s}`],
  ["an HTML entity before", "cancel_token", (s) => `?a=1&amp;cancel_token=${s}&amp;b=2`],
  ["quoted-printable", "cancel_token", (s) => `?cancel_token=3D${s}`],
  ["quoted-printable name", "cancel_token", (s) => `?cancel=5Ftoken=3D${s}`],
  ["a soft break", "cancel_token", (s) => `cancel_token=3D${s.slice(0, 9)}=\r\n${s.slice(9)}`],
  ["a soft break in the name", "cancel_token", (s) => `?cancel_to=\nken=3D${s}`],
  ["a hard break", "cancel_token", (s) => `?cancel_token=${s.slice(0, 9)}\n> ${s.slice(9)}\n`],
  ["a break after =", "cancel_token", (s) => `?cancel_token=\n> ${s}`],
  ["JSON", "cancel_token", (s) => `{"id":"${ID}","cancel_token":"${s}"}`],
  ["spaced JSON", "cancel_token", (s) => `{ "cancel_token" : "${s}" }`],
  ["JSON in JSON", "cancel_token", (s) => JSON.stringify(JSON.stringify({ cancel_token: s }))],
  ["YAML", "cancel_token", (s) => `cancel_token: ${s}\nid: ${ID}`],
  ["a JS object", "cancel_token", (s) => `{ cancelToken: '${s}' }`],
  ["XML", "cancel_token", (s) => `<cancel_token>${s}</cancel_token>`],
  ["a form field", "cancel_token", (s) => `<input name="cancel_token" value="${s}">`],
  ["a HAR entry", "cancel_token", (s) => `{"name":"cancel_token","value":"${s}"}`],
  ["pairs", "cancel_token", (s) => `[["cancel_token","${s}"]]`],
  ["a table", "cancel_token", (s) => `| cancel_token | ${s} |`],
  ["zero-width characters", "cancel_token", (s) => `?cancel_token=${Array.from(s).join("\u200B")}`],
  ["a soft hyphen in the name", "cancel_token", (s) => `?cancel_\u00ADtoken=${s}`],
  ["a key", "api_key", (s) => `my key is kk_${s}.`],
  ["a key with more in it", "api_key", (s) => `kk_live_${s}`],
  ["an encoded key", "api_key", (s) => `?k=kk%5F${s}`],
  ["a key over two lines", "api_key", (s) => `kk_${s.slice(0, 12)}\n${s.slice(12)}`],
  ["a key broken behind its prefix", "api_key", (s) => `kk_\n> ${s}`],
  ["a key in a header", "api_key", (s) => `Authorization: Bearer kk_${s}`],
  ["an API key field", "api_key", (s) => `api_key=${s}`],
  ["Bearer", "bearer", (s) => `Bearer ${s}`],
  ["an encoded Bearer", "bearer", (s) => `authorization%3A%20Bearer%20${s}`],
  [
    "curl",
    "bearer",
    (s) => `curl -H "Authorization: Bearer ${s}" https://api.kayle.id/v1/sessions/${ID}`,
  ],
  ["a bare Authorization", "bearer", (s) => `"authorization": "${s}"`],
  ["Basic", "basic_auth", (s) => `Authorization: Basic ${s}==`],
  ["whsec_", "signing_secret", (s) => `whsec_${s}`],
  ["a signing secret in JSON", "signing_secret", (s) => `{"signing_secret":"${s}"}`],
  ["a signing secret in env", "signing_secret", (s) => `KAYLE_WEBHOOK_SECRET=${s}`],
  ["a signature", "signature", () => `X-Kayle-Signature: t=1764000000,v1=${HEX}`],
  ["a JWT", "encrypted_token", (s) => `eyJhbGciOiJIUzI1NiJ9.${s}.${s}`],
  ["a compact JWE", "encrypted_token", (s) => `eyJhbGciOiJSU0EtT0FFUCJ9.${s}.${s}.${s}.${s}`],
  ["a wrapped JWE", "encrypted_token", (s) => `eyJhbGciOiJSU0EtT0FFUCJ9.${s}\n${s}.${s}\n${s}`],
  ["a scheme that is none", "cancel_token", (s) => `cancel_token: token ${s}`],
  ["an access token", "access_token", (s) => `access_token=${s}`],
  ["a password", "password", (s) => `password: ${s}`],
  [
    "a private key",
    "private_key",
    (s) => `-----BEGIN RSA PRIVATE KEY-----\n${s}/+\n${s}==\n-----END RSA PRIVATE KEY-----`,
  ],
];

describe("a secret is taken out of", () => {
  test.each(FORMS)("%s", (_form, kind, write) => {
    const { text, removed } = redactSecrets(write(SECRET));
    expectNoTrace(text, SECRET);
    expect(text).not.toContain(HEX.slice(0, 16));
    expect(removed).toEqual([{ kind, count: 1 }]);
  });
});

test("everything but the secret stays as it was", () => {
  expect(redactSecrets(`https://verify.kayle.id/${ID}?cancel_token=${SECRET}&lang=fr#x`).text).toBe(
    `https://verify.kayle.id/${ID}?cancel_token=[removed]&lang=fr#x`,
  );
  expect(redactSecrets(`{"cancel_token":"${SECRET}","id":"${ID}"}`).text).toBe(
    `{"cancel_token":"[removed]","id":"${ID}"}`,
  );
  expect(redactSecrets(`cancel_token: ${SECRET}\nverification_url: https://x`).text).toBe(
    "cancel_token: [removed]\nverification_url: https://x",
  );
  expect(redactSecrets(`?cancel_token=${SECRET}\nDear team, it fails`).text).toBe(
    "?cancel_token=[removed]\nDear team, it fails",
  );
});

test("what stands beside a secret is not taken for a part of it", () => {
  expect(redactSecrets("cancel_token=abc1\nvs_short12").text).toBe(
    "cancel_token=[removed]\nvs_short12",
  );
  expect(redactSecrets("<cancel_token>abc1</cancel_token> : later").text).toBe(
    "<cancel_token>[removed]</cancel_token> : later",
  );
  const besideId = redactSecrets(`?cancel_token=abc1${ID}`).text;
  expect(besideId).toBe(`?cancel_token=[removed]${ID}`);
  expect(redactSecrets(besideId).text).toBe(besideId);
});

test.each([
  "The cancel token is missing, and so is the bearer of the document.",
  "basic information about the kk of it, v1 of the API, an api key",
  '{"cancel_token":null,"signing_secret":null}',
  `https://verify.kayle.id/${ID}?order=42`,
  "eyJ is how such tokens begin",
  "Bearer authentication is used",
])("ordinary text is left alone: %j", (text) => {
  expect(redactSecrets(text)).toEqual({ text, removed: [] });
});

test("secrets are counted by kind", () => {
  const text = `?cancel_token=${SECRET} cancelToken: ${SECRET}x kk_${SECRET}`;
  expect(redactSecrets(text).removed).toEqual([
    { kind: "cancel_token", count: 2 },
    { kind: "api_key", count: 1 },
  ]);
});

test("an id survives even inside what is taken for a secret", () => {
  for (const text of [
    `cancel_token=${ID}`,
    `?cancel_token=abc%20${ID}`,
    `"cancel_token":"abc ${ID.slice(0, 30)}\n${ID.slice(30)}"`,
    `-----BEGIN PRIVATE KEY-----\nabc\n${ID}\n`,
    `cancel_token=abc\n${ID}`,
  ]) {
    expect(extractSessionIds(redactSecrets(text).text).ids, text).toEqual([ID]);
    expect(redactSecrets(text).text).not.toContain("abc");
  }
});

const anySecret = fc
  .string({
    unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
    minLength: 20,
    maxLength: 60,
  })
  // A wrapped tail of small letters alone may stay, since it cannot be told from a word.
  .map((text) => `1${text.replaceAll("vs_", "vs-").replace(/(.{5})/g, "$1A7")}`);

const ENCODINGS: ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => JSON.stringify(text),
  (text) => JSON.stringify({ a: [{ b: text }] }),
  (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
  (text) => text.replaceAll("_", "%5F").replaceAll("=", "%3d"),
];
const MAILERS: ((text: string) => string)[] = [
  (text) => text,
  (text) => (text.replaceAll("=", "=3D").match(/(?:=3D|.){1,60}/gs) ?? []).join("=\r\n"),
  (text) => `> ${text.replaceAll("\n", "\n> ")}`,
];
const surrounding = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom("", "Hello\n", `${ID}\n`, "https://x.example/?a=1&", '{"k":"', "=", "%", "\\"),
);

test("no planted secret survives, in any form, encoding, mail or surroundings", () => {
  fc.assert(
    fc.property(
      anySecret,
      fc.constantFrom(...FORMS),
      fc.constantFrom(...ENCODINGS),
      fc.constantFrom(...ENCODINGS),
      fc.constantFrom(...MAILERS),
      surrounding,
      surrounding,
      (secret, [, , write], inner, outer, mail, before, after) => {
        const pasted = mail(outer(`${before} ${inner(write(secret))} ${after}`));
        const { text } = redactSecrets(pasted);
        expectNoTrace(text, secret);
        expect(redactSecrets(text).text).toBe(text);
      },
    ),
    { numRuns: byDepth(200, 2_000) },
  );
});

test("a secret typed key by key into a redacted field does not build up", () => {
  for (const write of [
    (s: string) => `?cancel_token=${s}`,
    (s: string) => `kk_${s}`,
    (s: string) => `Bearer ${s}`,
    (s: string) => `{"cancel_token":"${s}"}`,
  ]) {
    const typed = Array.from(write(SECRET)).reduce(
      (field, key) => redactSecrets(field + key).text,
      "",
    );
    expectNoTrace(typed, SECRET);
  }
});

test("ids survive beside any secret", () => {
  fc.assert(
    fc.property(
      anySecret,
      fc.constantFrom(...FORMS),
      fc.constantFrom(...ENCODINGS),
      (secret, [, , write], encode) => {
        const pasted = encode(
          `see ${ID} and ${write(secret)}\n${ID.toUpperCase().replace("VS", "vs")}`,
        );
        const expected = [ID, ID.toUpperCase().replace("VS", "vs")];
        expect(extractSessionIds(redactSecrets(pasted).text).ids).toEqual(expected);
      },
    ),
    { numRuns: byDepth(200, 1_000) },
  );
});

test("redacting any text a second time changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const once = redactSecrets(text).text;
      expect(redactSecrets(once).text).toBe(once);
    }),
  );
});

describe("redactUrl", () => {
  test.each([
    [`https://v.example/${ID}?cancel_token=abc`, `https://v.example/${ID}`],
    ["https://v.example/a?cancel_token=abc&b=%7E1", "https://v.example/a?b=%7E1"],
    ["https://v.example/a?b=1&cancel_token=abc", "https://v.example/a?b=1"],
    ["https://v.example/a?b=1&cancel_token=abc&c=2#d", "https://v.example/a?b=1&c=2#d"],
    ["https://v.example/a?cancel_token=a&cancel_token=b", "https://v.example/a"],
    ["https://v.example/a?cancel_token=a&x=1&Cancel_Token=b#y", "https://v.example/a?x=1#y"],
    ["https://v.example/a?cancel_token=abc#top", "https://v.example/a#top"],
    ["https://v.example/a#cancel_token=abc", "https://v.example/a"],
    ["https://v.example/a#x=1&cancel_token=abc", "https://v.example/a#x=1"],
    ["https://v.example/a?cancel%5ftoken=abc&b=1", "https://v.example/a?b=1"],
    ["https://v.example/a?cancel_token=", "https://v.example/a"],
    [
      "https://v.example/?next=https%3A%2F%2Fw.example%2F%3Fcancel_token%3Dabc%26b%3D1&c=2",
      "https://v.example/?next=https%3A%2F%2Fw.example%2F%3Fb%3D1&c=2",
    ],
    [
      "https://v.example/?next=https%3A%2F%2Fw.example%2F%3Fcancel_token%3Dabc&c=2",
      "https://v.example/?next=https%3A%2F%2Fw.example%2F&c=2",
    ],
    ["https://v.example/?k=kk_abcdef123456", "https://v.example/?k=[removed]"],
    ["HTTPS://V.example:443/ü?q=a b", "HTTPS://V.example:443/ü?q=a b"],
    ["not a url cancel_token=abc", "not a url cancel_token=[removed]"],
    ["", ""],
  ])("%j becomes %j", (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
    expect(redactUrl(expected)).toBe(expected);
  });

  test("leaves no token however often and deep it is given", () => {
    fc.assert(
      fc.property(
        anySecret,
        fc.array(
          fc.constantFrom("cancel_token", "CANCEL_TOKEN", "cancelToken", "cancel%5Ftoken", "a"),
        ),
        fc.constantFrom("?", "#", "?x=1&", "?x=1#"),
        fc.integer({ min: 0, max: 2 }),
        (secret, names, lead, depth) => {
          const parameters = names.map((name) => `${name}=${name === "a" ? "1" : secret}`);
          let url = `https://v.example/${ID}${lead}${parameters.join("&")}`;
          for (let level = 0; level < depth; level += 1) {
            url = `https://o.example/?next=${encodeURIComponent(url)}&z=9`;
          }
          expectNoTrace(redactUrl(url), secret);
          expect(redactUrl(url)).toContain(ID);
          if (depth > 0) expect(new URL(redactUrl(url)).searchParams.get("z")).toBe("9");
        },
      ),
    );
  });
});

test("a URL is left as it is only where a look at each of its readings would leave it so", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...["https://v.example/", "?", "&", "=", "%3D", "%26", "%3F", "%25", "%2525", "%5F", "%5f"],
      ...[
        "%63ancel_token",
        "cancel%5Ftoken",
        "cancel_token",
        "kk%5Fabcdef",
        "kk_",
        "whsec%5F",
        "abc",
      ],
      ...[
        "%",
        "%4",
        "%20",
        "%C3%BC",
        "%00",
        "%7f",
        "&#61;",
        "&%61mp;",
        "=5f",
        "=3D",
        "\\u005f",
        " ",
      ],
      ...["api%20key", "api key", "b%65arer", "%2Dtoken", "%0A", "1234567890abcdef"],
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const url = pieces.join("");
      const closely = redactSecrets(parseUrl(url) ? cutCancelTokens(url) : url).text;
      expect(redactUrl(url)).toBe(closely);
    }),
    { numRuns: byDepth(1_000, 5_000) },
  );
});

describe("redactDeep", () => {
  test("drops secret fields and redacts strings at any depth", () => {
    const value = {
      id: ID,
      cancel_token: SECRET,
      list: [{ cancelToken: SECRET, signing_secret: SECRET, Authorization: SECRET, "Api-Key": 1 }],
      verification_url: `https://v.example/${ID}?cancel_token=${SECRET}`,
      nothing: null,
      count: 3,
      [`kk_${SECRET}`]: true,
    };
    expect(redactDeep(value)).toEqual({
      id: ID,
      list: [{}],
      verification_url: `https://v.example/${ID}?cancel_token=[removed]`,
      nothing: null,
      count: 3,
      "[removed]": true,
    });
  });

  test("a key named __proto__ stays a mere key", () => {
    const clean = redactDeep(JSON.parse('{"__proto__":{"admin":true},"constructor":1}'));
    expect(JSON.stringify(clean)).toBe('{"__proto__":{"admin":true},"constructor":1}');
    expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
  });

  test("nesting without end is cut off", () => {
    const circle: Record<string, unknown> = { cancel_token: SECRET };
    circle.self = circle;
    expect(JSON.stringify(redactDeep(circle))).toContain('"self":"[removed]"');
    expectNoTrace(JSON.stringify(redactDeep(circle)), SECRET);
  });

  test("no planted secret survives in any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), anySecret, (value, secret) => {
        const planted = {
          value,
          deeper: [{ cancel_token: secret, text: `?cancel_token=${secret}` }],
        };
        expectNoTrace(JSON.stringify(redactDeep(planted)), secret);
      }),
    );
  });
});

/** No 10 characters of the secret in a row may be left, in any reading of the text. */
function expectNoTrace(text: string, secret: string): void {
  for (const view of decodeLayers(text)) {
    for (let at = 0; at + 10 <= secret.length; at += 1) {
      expect(view.text).not.toContain(secret.slice(at, at + 10));
    }
  }
}
