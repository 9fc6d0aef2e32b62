import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { DEMO_ACCOUNTS, getAccount } from "@/e2e/fixtures/accounts";
import { byDepth } from "../depth";
import type { Access } from "./access-table";
import { listBuiltAccess } from "./built-routes";
import { forEachOf, type RawRequest, sendRaw } from "./raw-http";
import { signIn } from "./sign-in";
import { TOO_LONG } from "./too-long";

const RUNS_PER_ROUTE = byDepth(12, 200);
const { url: desk } = inject("builtDesk");
const UNKNOWN_ID = `vs_${"a".repeat(64)}`;

const PIECES = [
  "%E0%A4%A",
  "%00",
  "%",
  "%25",
  "http://[",
  "//evil.example",
  "\\\\evil",
  "{",
  "}",
  '"',
  "'",
  "[]",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "true",
  "-1",
  "1e999",
  "NaN",
  "../..",
  "\t",
  ";",
  ",",
  "=",
  "==",
  "&",
  "a".repeat(3_000),
  "é",
  "\u00ff",
  "\u0080",
  "😀",
  "$(id)",
  "' or 1=1--",
  "<script>",
  "#{7*7}",
  "eyJhbGciOiJub25lIn0.e30.",
  "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA",
  ".....",
  'W/"x"',
  "*",
  "gzip;q=0, *;q=-1",
  "bytes=0-,-1",
  "Thu, 99 Foo 9999",
  "chunked",
  "1.1.1.1, ::1, unknown",
  "text/x-component",
];
const COOKIES = [
  "next-auth.session-token",
  "__Host-next-auth.session-token",
  "next-auth.session-token.0",
  "next-auth.csrf-token",
  "next-auth.callback-url",
  "next-auth.state",
  "next-auth.pkce.code_verifier",
  "next-auth.nonce",
  "desk-view",
  "desk-purpose",
  "__prerender_bypass",
  "__next_preview_data",
  "NEXT_LOCALE",
  "",
  "=",
  "__proto__",
];
const HEADERS = [
  "accept",
  "accept-encoding",
  "accept-language",
  "authorization",
  "content-type",
  "expect",
  "forwarded",
  "from",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "next-action",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-router-state-tree",
  "next-url",
  "origin",
  "purpose",
  "range",
  "referer",
  "rsc",
  "sec-fetch-site",
  "te",
  "trailer",
  "upgrade",
  "user-agent",
  "via",
  "x-desk-background",
  "x-desk-client",
  "x-desk-path",
  "x-desk-refusal",
  "x-desk-request",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-http-method-override",
  "x-invoke-path",
  "x-matched-path",
  "x-middleware-rewrite",
  "x-middleware-subrequest",
  "x-nextjs-data",
  "x-nonce",
  "x-request-id",
];

const value = fc.oneof(
  fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 })
    .map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
);
/** A header's value as bytes: no sign that Node's parser would end the header at. */
const headerValue = value.map((text) => text.replace(/[\r\n\0]/g, "").slice(0, 4_000));

const cookieHeader = fc
  .array(fc.tuple(fc.constantFrom(...COOKIES), headerValue), { maxLength: 4 })
  .map((pairs) =>
    pairs
      .map((pair) => pair.join("="))
      .join("; ")
      .slice(0, 6_000),
  );

const query = fc
  .array(
    fc.tuple(fc.constantFrom("q", "ids", "from", "zone", "cursor", "limit", "x", "_rsc"), value),
    { maxLength: 3 },
  )
  .map((pairs) =>
    pairs.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`).join("&"),
  );

const body = fc.oneof(
  fc.constantFrom("", "{", "[]", "null", '{"__proto__":{"role":"admin"}}', '"', "\u00ff\u00fe"),
  fc.json(),
);

function toRequests(access: Access, cookie: string): fc.Arbitrary<RawRequest> {
  return fc
    .record({
      method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
      query,
      cookies: cookieHeader,
      isSignedIn: fc.boolean(),
      headers: fc.dictionary(fc.constantFrom(...HEADERS), headerValue, { maxKeys: 5 }),
      body,
      isJson: fc.boolean(),
    })
    .map((made) => {
      const path = access.path(UNKNOWN_ID);
      const isRead = ["GET", "HEAD", "OPTIONS"].includes(made.method);
      return {
        method: made.method,
        target: made.query ? `${path}${path.includes("?") ? "&" : "?"}${made.query}` : path,
        headers: {
          ...(made.isJson && { "content-type": "application/json", origin: desk }),
          ...made.headers,
          cookie: made.isSignedIn ? `${cookie}; ${made.cookies}` : made.cookies,
        },
        ...(!isRead && { body: Buffer.from(made.body).toString("latin1") }),
      };
    });
}

test("no cookie, header, query or body makes any route answer with a fault of its own", async () => {
  // Who may do everything, so that no route refuses before it has read what was sent.
  const cookie = await signIn(desk, getAccount(DEMO_ACCOUNTS, "admin"));
  const built = listBuiltAccess().filter(({ endsSignIns }) => !endsSignIns);
  const requests = built.flatMap((access) =>
    fc.sample(toRequests(access, cookie), RUNS_PER_ROUTE).map((asked) => ({ access, asked })),
  );
  const faults: string[] = [];
  await forEachOf(requests, async ({ access, asked }) => {
    const { status } = await sendRaw(desk, asked);
    if (status >= 500) faults.push(`${status} from ${access.route}: ${JSON.stringify(asked)}`);
  });
  console.log(`${requests.length} hostile requests to ${built.length} routes`);
  expect(faults).toEqual([]);
});

test("what is too long or malformed is refused by its length or form", async () => {
  for (const { asked, status } of TOO_LONG) {
    const answer = await sendRaw(desk, asked);
    expect([asked.target.slice(0, 40), answer.status]).toEqual([asked.target.slice(0, 40), status]);
  }
});
