import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prepareDesk, REAL, setEnv } from "@/test/desk";
import { CompanyBrowser } from "@/test/oidc/company-browser";
import {
  HONEST_PERSON,
  HOSTILE_CLIENT,
  HostileProvider,
  type Lies,
  signByHand,
} from "@/test/oidc/hostile-provider";
import { accessLog } from "../../db/audit-schema";
import { getDb } from "../../db/get-db";
import { staff, staffSignIns } from "../../db/schema";
import { createLogger } from "../../logger";
import { findStaffFromRequest } from "../find-staff";

prepareDesk();

let provider: HostileProvider;
const logLines: string[] = [];

beforeAll(async () => {
  const logger = createLogger("trace", { write: (line) => void logLines.push(line) });
  Reflect.set(globalThis, "__deskLogger", logger);
  provider = await HostileProvider.start();
});
afterAll(() => provider.close());

beforeEach(async () => {
  provider.lies = {};
  provider.asked.length = 0;
  // A new configuration, so that nothing is known of the provider from the test before.
  setEnv({
    ...{ KAYLE_API_URL: "", KAYLE_API_KEY: "", NEXTAUTH_URL: "http://127.0.0.1:3000" },
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: HOSTILE_CLIENT.id,
    OIDC_CLIENT_SECRET: HOSTILE_CLIENT.secret,
    OIDC_ROLE_MAP: "desk-agents=agent",
    OIDC_ALLOWED_DOMAINS: "example.com",
  });
  const db = await getDb();
  await db.delete(staffSignIns);
  await db.delete(staff);
});

async function countRows() {
  const db = await getDb();
  return { signIns: await db.$count(staffSignIns), staff: await db.$count(staff) };
}

/** What the sign-in page is told, after the whole way; and that nobody got in. */
async function expectRefusal(browser: CompanyBrowser, answer: Response, code: string) {
  const location = answer.headers.get("location") ?? "";
  expect([answer.status, location]).toEqual([303, `/sign-in?from=%2Fsessions&error=${code}`]);
  expect(browser.cookies.has("next-auth.session-token")).toBe(false);
  expect(await findStaffFromRequest(browser.request("/"))).toBeNull();
  expect(await countRows()).toEqual({ signIns: 0, staff: 0 });
}

async function expectLieRefused(lies: Lies, code: string): Promise<void> {
  provider.lies = lies;
  const browser = new CompanyBrowser();
  await expectRefusal(browser, await browser.signInWithCompany(), code);
}

type Answer = (response: ServerResponse) => unknown;

/** Above what the desk takes of any answer. */
const LARGE = JSON.stringify({ filler: "x".repeat(300_000) });

/** Answers one path by itself; all others are answered as by an honest provider. */
function answerAt(path: string, answer: Answer): NonNullable<Lies["answer"]> {
  return (asked, response) => {
    if (asked !== path) return false;
    answer(response);
    return true;
  };
}

const now = () => Math.floor(Date.now() / 1000);
const HOUR = 3600;

test("an honest answer of the same provider is taken, so that each refusal below is of its lie", async () => {
  const browser = new CompanyBrowser();
  const answer = await browser.signInWithCompany();
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sessions"]);
  expect(await findStaffFromRequest(browser.request("/"))).toMatchObject({ name: "Ann" });
  // All that was needed stood in the token.
  expect(provider.asked).not.toContain("/userinfo");
});

describe("a signature", () => {
  const SIGNATURES: [string, NonNullable<Lies["sign"]>][] = [
    ["alg none", async (claims) => signByHand({ alg: "none" }, claims, null)],
    [
      "alg None, as some libraries let pass",
      async (claims) => signByHand({ alg: "None" }, claims, ""),
    ],
    ["no alg at all", async (claims) => signByHand({}, claims, null)],
    [
      "HS256 with the client secret",
      async (claims) => signByHand({ alg: "HS256" }, claims, HOSTILE_CLIENT.secret),
    ],
    [
      "HS256 with the public key as the secret",
      async (claims, keys) => signByHand({ alg: "HS256", kid: "own" }, claims, keys.publicPem),
    ],
    [
      "RS256 by a key of nobody's",
      async (claims, keys) => {
        provider.keys.own = keys.foreign;
        return provider.sign(claims);
      },
    ],
    ["RS256 under an unknown key id", (claims) => provider.sign(claims, { kid: "other" })],
    [
      "ES256 in the header of an RSA signature",
      async (claims) => {
        const [, ...rest] = (await provider.sign(claims)).split(".");
        const header = Buffer.from('{"alg":"ES256","kid":"own"}').toString("base64url");
        return [header, ...rest].join(".");
      },
    ],
    [
      "a claim changed after signing",
      async (claims) => {
        const [header, , mac] = (await provider.sign(claims)).split(".");
        const changed = Buffer.from(
          JSON.stringify({ ...claims, groups: ["desk-agents"], sub: "x" }),
        );
        return [header, changed.toString("base64url"), mac].join(".");
      },
    ],
    ["no token", async () => "not.a.token"],
    [
      "a key of its own in the header",
      async (claims) =>
        provider.sign(claims, { jwk: { kty: "RSA", n: "AQAB", e: "AQAB" }, kid: "other" }),
    ],
  ];

  test.each(SIGNATURES)("%s is refused", async (_, sign) => {
    const { own } = provider.keys;
    try {
      await expectLieRefused({ sign }, "CompanyAnswer");
    } finally {
      provider.keys.own = own;
    }
  });
});

describe("a token", () => {
  test.each<[string, Record<string, unknown>]>([
    ["for another client", { aud: "another-desk" }],
    ["for nobody", { aud: undefined }],
    ["for several without saying to whom it was issued", { aud: [HOSTILE_CLIENT.id, "other"] }],
    ["issued to another client", { azp: "another-desk" }],
    ["of several, issued to another", { aud: [HOSTILE_CLIENT.id, "other"], azp: "other" }],
    ["without a nonce", { nonce: undefined }],
    ["with another nonce", { nonce: "another" }],
    ["of another issuer", { iss: "https://accounts.example.com" }],
    ["of nobody's issuer", { iss: undefined }],
    ["that has run out", { iat: now() - 600, exp: now() - 300 }],
    ["that never runs out", { exp: undefined }],
    ["of the future", { iat: now() + HOUR, exp: now() + 2 * HOUR }],
    ["that is not valid yet", { nbf: now() + HOUR }],
    ["of long ago", { iat: now() - 2 * HOUR, exp: now() + HOUR }],
    ["without a time", { iat: undefined }],
    ["about nobody", { sub: undefined }],
    ["about an empty name", { sub: "" }],
    ["about an object", { sub: { a: 1 } }],
    ["about 20,000 letters", { sub: "x".repeat(20_000) }],
    ["that goes with another access token", { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }],
  ])("%s is refused", async (_, change) => {
    const claims: Lies["claims"] = (honest) => ({ ...honest, ...change });
    await expectLieRefused({ claims }, "CompanyAnswer");
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["an unverified address", { email_verified: false }, "CompanyEmailUnverified"],
    ["a verification that is no word of it", { email_verified: 1 }, "CompanyEmailUnverified"],
    ["an address that is none", { email: "ann" }, "CompanyEmailUnverified"],
    [
      "an address of letters that look alike",
      { email: "аnn@example.com" },
      "CompanyEmailUnverified",
    ],
    ["two addresses", { email: ["ann@example.com"] }, "CompanyEmailUnverified"],
    ["an address that ends elsewhere", { email: "a@example.com@x.test" }, "CompanyEmailUnverified"],
    ["a foreign domain", { email: "ann@example.com.evil.test" }, "CompanyDomain"],
    ["no mapped group", { groups: ["desk-admins"] }, "CompanyNoRole"],
    ["groups that are no list", { groups: { "desk-agents": true } }, "CompanyNoRole"],
    ["groups with the name of a method", { groups: ["constructor", "__proto__"] }, "CompanyNoRole"],
  ])("with %s says what is wrong", async (_, change, code) => {
    const claims: Lies["claims"] = (honest) => ({ ...honest, ...change });
    await expectLieRefused({ claims }, code);
  });

  test("that lacks the address is completed by userinfo, but never of somebody else", async () => {
    const claims: Lies["claims"] = ({ email, ...rest }) => rest;
    await expectLieRefused({ claims, userinfo: (all) => ({ ...all, sub: "b" }) }, "CompanyAnswer");
    expect(provider.asked).toContain("/userinfo");
  });

  test("with an address of its own gets no verification from userinfo's other one", async () => {
    const claims: Lies["claims"] = ({ email_verified, ...rest }) => ({
      ...rest,
      email: "boss@example.com",
    });
    provider.lies = { claims };
    const browser = new CompanyBrowser();
    await browser.signInWithCompany();
    expect(await findStaffFromRequest(browser.request("/"))).toMatchObject({
      email: HONEST_PERSON.email,
    });
  });
});

describe("the way back", () => {
  test.each<[string, (query: URLSearchParams) => void, string]>([
    ["from another issuer", (query) => query.set("iss", "https://evil.test"), "CompanyAnswer"],
    ["without its issuer", (query) => query.delete("iss"), "CompanyAnswer"],
    ["with two issuers", (query) => query.append("iss", "https://evil.test"), "CompanyAnswer"],
    ["without a code", (query) => query.delete("code"), "CompanyAnswer"],
    [
      "with a code of 5,000 letters",
      (query) => query.set("code", "x".repeat(5000)),
      "CompanyAnswer",
    ],
    ["without a state", (query) => query.delete("state"), "CompanyExpired"],
    ["with another state", (query) => query.set("state", "another"), "CompanyExpired"],
    ["with a fault", (query) => query.set("error", "access_denied"), "CompanyDenied"],
    [
      "with a fault of the provider",
      (query) => query.set("error", "server_error"),
      "CompanyUnreachable",
    ],
    ["with markup for a fault", (query) => query.set("error", "<script>"), "CompanyAnswer"],
  ])("%s is refused", async (_, wayBack, code) => {
    await expectLieRefused({ wayBack }, code);
    expect(provider.asked).not.toContain("/token");
  });

  test("counts once, even with a copy of every cookie", async () => {
    const browser = new CompanyBrowser();
    const back = await browser.visit(await browser.leave());
    const copy = browser.copy();
    expect((await browser.comeBack(back)).headers.get("location")).toBe("/sessions");
    const again = await copy.comeBack(back);
    expect(again.headers.get("location")).toContain("error=CompanyExpired");
    expect(copy.cookies.has("next-auth.session-token")).toBe(false);
    expect((await countRows()).signIns).toBe(1);
  });

  test("in another browser than the one that left is refused", async () => {
    const attacker = new CompanyBrowser();
    const back = await attacker.visit(await attacker.leave());
    const victim = new CompanyBrowser();
    const plain = await victim.comeBack(back);
    await expectRefusal(victim, plain, "CompanyExpired");
    await victim.leave();
    await expectRefusal(victim, await victim.comeBack(back), "CompanyExpired");
    expect(provider.asked).not.toContain("/token");
  });

  test.each(["pkce.code_verifier", "state", "nonce"])(
    "without the cookie of the %s, or with garbage in it, is refused",
    async (name) => {
      for (const value of [null, "garbage", "%E0%A4%A", "a.b.c.d.e"]) {
        const browser = new CompanyBrowser();
        const back = await browser.visit(await browser.leave());
        if (value === null) browser.cookies.delete(`next-auth.${name}`);
        else browser.cookies.set(`next-auth.${name}`, value);
        await expectRefusal(browser, await browser.comeBack(back), "CompanyExpired");
      }
      expect(provider.asked).not.toContain("/token");
    },
  );

  test.each(["//evil.test", "/\\evil.test", "https://evil.test", "%E0%A4%A", "/%2F/evil.test"])(
    "with %j in its cookie leads into the desk",
    async (value) => {
      const browser = new CompanyBrowser();
      const back = await browser.visit(await browser.leave());
      browser.cookies.set("next-auth.return-to.0", value);
      expect((await browser.comeBack(back)).headers.get("location")).toBe("/sessions");
    },
  );
});

describe("an answer", () => {
  test.each(["/token", "/jwks"])("above the cap at %s is refused", async (path) => {
    const answer = answerAt(path, (response) => response.end(LARGE));
    await expectLieRefused({ answer }, "CompanyAnswer");
  });

  test.each(["/token", "/jwks"])("with a redirect at %s is not followed", async (path) => {
    const answer = answerAt(path, (response) => {
      response.writeHead(302, { location: `${provider.issuer}/elsewhere` }).end();
    });
    await expectLieRefused({ answer }, "CompanyAnswer");
    expect(provider.asked).not.toContain("/elsewhere");
  });

  test.each([
    ["a 500", 500, "{}", "CompanyUnreachable"],
    ["a refusal", 400, '{"error":"invalid_grant"}', "CompanyAnswer"],
    ["no JSON", 200, "<html>", "CompanyAnswer"],
    ["null", 200, "null", "CompanyAnswer"],
    ["no token", 200, '{"access_token":"a","token_type":"Bearer"}', "CompanyAnswer"],
    ["a number for a token", 200, '{"id_token":1}', "CompanyAnswer"],
  ])("of %s instead of tokens is refused", async (_, status, body, code) => {
    const answer = answerAt("/token", (response) => response.writeHead(status).end(body));
    await expectLieRefused({ answer }, code);
  });

  test("that never comes is given up", async () => {
    await expectLieRefused({ answer: answerAt("/token", () => undefined) }, "CompanyUnreachable");
  });

  test("that drips for ever is given up", async () => {
    const answer = answerAt("/token", (response) => {
      const timer = setInterval(() => response.write(" "), 200);
      response.on("close", () => clearInterval(timer));
    });
    await expectLieRefused({ answer }, "CompanyUnreachable");
  });
});

describe("a description of the provider", () => {
  async function expectNoStart(lies: Lies, code: string): Promise<void> {
    provider.lies = lies;
    const browser = new CompanyBrowser();
    const answer = await browser.begin();
    expect(answer.status).toBeLessThan(500);
    expect(await answer.json()).toMatchObject({ error: code });
    expect([...browser.cookies.keys()]).toEqual(["next-auth.csrf-token"]);
  }

  test.each<[string, Record<string, unknown>]>([
    ["another issuer", { issuer: "https://accounts.example.com" }],
    ["no address to leave for", { authorization_endpoint: undefined }],
    ["a script to leave for", { authorization_endpoint: "javascript:alert(1)" }],
    ["plain http to another machine", { token_endpoint: "http://login.example.com/token" }],
    ["a password in an address", { jwks_uri: "https://a:b@login.example.com/jwks" }],
    ["a file for its keys", { jwks_uri: "file:///etc/passwd" }],
    ["no secret taken", { token_endpoint_auth_methods_supported: ["private_key_jwt"] }],
    ["shared secrets to sign with", { id_token_signing_alg_values_supported: ["HS256", "none"] }],
  ])("with %s begins nothing", async (_, change) => {
    await expectNoStart({ description: (honest) => ({ ...honest, ...change }) }, "CompanyAnswer");
  });

  const leadElsewhere: Answer = (response) => {
    response.writeHead(302, { location: `${provider.issuer}/elsewhere` }).end();
  };

  test.each<[string, string, Answer]>([
    ["leads elsewhere", "CompanyAnswer", leadElsewhere],
    ["is no JSON", "CompanyAnswer", (response) => response.end("<html>")],
    ["is too large", "CompanyAnswer", (response) => response.end(LARGE)],
    ["breaks off", "CompanyUnreachable", (response) => response.destroy()],
    ["never comes", "CompanyUnreachable", () => undefined],
  ])("that %s begins nothing", async (_, code, answer) => {
    await expectNoStart({ answer: answerAt("/.well-known/openid-configuration", answer) }, code);
    expect(provider.asked).not.toContain("/elsewhere");
  });

  test("that failed once is asked for again", async () => {
    const answer = answerAt("/.well-known/openid-configuration", (response) => response.destroy());
    await expectNoStart({ answer }, "CompanyUnreachable");
    provider.lies = {};
    expect((await new CompanyBrowser().begin()).status).toBe(200);
  });
});

describe("the start", () => {
  test("needs the form's token", async () => {
    const browser = new CompanyBrowser();
    const fields = { csrfToken: "made up", callbackUrl: "/sessions", json: "true" };
    const answer = await browser.post("signin/company", fields);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: "FormExpired" });
    expect(browser.cookies.has("next-auth.state")).toBe(false);
  });

  test.each(["cross-site", "same-site"])(
    "from a page of another site (%s) is refused",
    async (site) => {
      const browser = new CompanyBrowser({ "sec-fetch-site": site });
      expect((await browser.begin()).status).toBe(403);
      expect(browser.cookies.has("next-auth.state")).toBe(false);
    },
  );

  test("asks for a code with PKCE, a state and a nonce, and carries nothing of the desk", async () => {
    const url = new URL(await new CompanyBrowser().leave("/sessions/vs_secret"));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: HOSTILE_CLIENT.id,
      scope: "openid email profile",
      response_type: "code",
      redirect_uri: "http://127.0.0.1:3000/api/auth/callback/company",
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
  });

  test("on https gives cookies that are Secure and of this host alone", async () => {
    setEnv(REAL);
    const lines = (await new CompanyBrowser().begin()).headers.getSetCookie();
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) expect(line).toMatch(/^__Host-next-auth\.[\w.-]+=.*; Secure/);
  });
});

test("nothing that the provider sent, here or above, is in a log", async () => {
  const claims: Lies["claims"] = (honest) => ({ ...honest, groups: ["planted-group"] });
  await expectLieRefused({ claims }, "CompanyNoRole");
  const rows = await (await getDb()).select().from(accessLog);
  expect(rows.length).toBeGreaterThan(0);
  for (const text of [JSON.stringify(rows), logLines.join("")]) {
    expect(text).toContain("CompanyNoRole");
    expect(text).not.toMatch(/planted|@example|code-\d|at-1|eyJ|<script|evil|127\.0\.0\.1/);
  }
});
