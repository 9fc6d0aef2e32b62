import { desc } from "drizzle-orm";
import type { JWTPayload } from "jose";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prepareDesk, setEnv } from "@/test/desk";
import { CompanyBrowser } from "@/test/oidc/company-browser";
import { HOSTILE_CLIENT, HostileProvider, signByHand } from "@/test/oidc/hostile-provider";
import { CLIENT_ID, CLIENT_SECRET, startRealProvider } from "@/test/oidc/real-provider";
import { serveBackchannel } from "@/test/oidc/serve-backchannel";
import type { AccessWriter } from "../../audit/access-writer";
import { accessLog } from "../../db/audit-schema";
import { getDb } from "../../db/get-db";
import { staff, staffSignIns } from "../../db/schema";
import { findStaffFromRequest } from "../find-staff";
import { handleAuthRequest } from "../handle-auth-request";

const DESK_URL = "http://127.0.0.1:3000";
const EVENTS = { "http://schemas.openid.net/event/backchannel-logout": {} };

prepareDesk();

const store = globalThis as { __deskAccessWriter?: AccessWriter | undefined };
let provider: HostileProvider;
let count = 0;

beforeAll(async () => {
  provider = await HostileProvider.start();
});
afterAll(() => provider.close());

beforeEach(async () => {
  setEnv({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: HOSTILE_CLIENT.id,
    OIDC_CLIENT_SECRET: HOSTILE_CLIENT.secret,
    OIDC_ROLE_MAP: "desk-agents=agent",
  });
  const db = await getDb();
  await db.delete(staffSignIns);
  await db.delete(staff);
});

async function signIn(sub: string, sid: string): Promise<CompanyBrowser> {
  const email = `${sub}@example.com`;
  provider.lies = { claims: (honest) => ({ ...honest, sub, sid, email }) };
  const browser = new CompanyBrowser();
  await browser.signInWithCompany();
  return browser;
}

async function isIn(browser: CompanyBrowser): Promise<boolean> {
  return (await findStaffFromRequest(browser.request("/"))) !== null;
}

function makeClaims(changes: Record<string, unknown> = {}): JWTPayload {
  count += 1;
  const iat = Math.floor(Date.now() / 1000);
  const { issuer: iss } = provider;
  const honest = { iss, aud: HOSTILE_CLIENT.id, iat, exp: iat + 120, jti: `jti-${count}` };
  return { ...honest, events: EVENTS, ...changes };
}

function send(token: string | null, type = "application/x-www-form-urlencoded"): Promise<Response> {
  const body = token === null ? "" : new URLSearchParams({ logout_token: token }).toString();
  const request = new NextRequest(`${DESK_URL}/api/auth/backchannel-logout`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  return handleAuthRequest(request, "backchannel-logout");
}

describe("the provider's own logout", () => {
  test("by its session ends that sign-in alone, and writes it down", async () => {
    const [one, other] = [await signIn("ann", "sid-1"), await signIn("ann", "sid-2")];
    const answer = await send(await provider.sign(makeClaims({ sid: "sid-1", sub: "ann" })));
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect([await isIn(one), await isIn(other)]).toEqual([false, true]);
    const db = await getDb();
    const ended = (await db.select().from(staffSignIns)).find((row) => row.endedAt !== null);
    expect(ended).toMatchObject({ endReason: "provider", idToken: null, providerSid: "sid-1" });
    const [row] = await db.select().from(accessLog).orderBy(desc(accessLog.no)).limit(1);
    expect(row).toMatchObject({ event: "sign_out", signInId: ended?.id, staffName: "Ann" });
    expect(row?.details).toEqual({ by: "provider" });
  });

  test("that could not be written down has ended the sign-in, says so, and is written when it comes again", async () => {
    const browser = await signIn("ann", "sid-1");
    const token = await provider.sign(makeClaims({ sub: "ann" }));
    const writer = store.__deskAccessWriter;
    store.__deskAccessWriter = { append: () => Promise.reject(new Error("the disk is full")) };
    const failed = await send(token);
    store.__deskAccessWriter = writer;
    expect([failed.status, await isIn(browser)]).toEqual([503, false]);
    const findNewest = async () =>
      (await (await getDb()).select().from(accessLog).orderBy(desc(accessLog.no)).limit(1))[0];
    expect(await findNewest()).toMatchObject({ event: "sign_in" });
    expect((await send(token)).status).toBe(200);
    expect(await findNewest()).toMatchObject({ event: "sign_out", details: { by: "provider" } });
  });

  test("by the person ends all that they have open, and nobody else's", async () => {
    const mine = [await signIn("ann", "sid-1"), await signIn("ann", "sid-2")];
    const theirs = await signIn("bob", "sid-3");
    expect((await send(await provider.sign(makeClaims({ sub: "ann" })))).status).toBe(200);
    expect(await Promise.all([...mine, theirs].map(isIn))).toEqual([false, false, true]);
  });

  test("of somebody unknown is answered 200 and ends nothing", async () => {
    const browser = await signIn("ann", "sid-1");
    expect((await send(await provider.sign(makeClaims({ sid: "sid-9" })))).status).toBe(200);
    expect((await send(await provider.sign(makeClaims({ sid: "sid-1", sub: "bob" })))).status).toBe(
      200,
    );
    expect(await isIn(browser)).toBe(true);
  });

  test("that is sent again does not end a later sign-in", async () => {
    await signIn("ann", "sid-1");
    const token = await provider.sign(makeClaims({ sub: "ann" }));
    expect((await send(token)).status).toBe(200);
    const later = await signIn("ann", "sid-2");
    expect((await send(token)).status).toBe(200);
    expect(await isIn(later)).toBe(true);
  });
});

describe("what is no logout of the provider", () => {
  const nowSeconds = () => Math.floor(Date.now() / 1000);
  const BAD_CLAIMS: [string, Record<string, unknown>][] = [
    ["for another client", { aud: "another" }],
    ["of another issuer", { iss: "https://evil.test" }],
    ["with a nonce, as an ID token has", { nonce: "n" }],
    ["without the event", { events: undefined }],
    ["with another event", { events: { "http://schemas.openid.net/event/other": {} } }],
    ["with an event that is no object", { events: { [Object.keys(EVENTS).join()]: "yes" } }],
    ["without an id", { jti: undefined }],
    ["about nobody", { sid: undefined, sub: undefined }],
    ["without a time", { iat: undefined }],
    ["of an hour ago", { iat: nowSeconds() - 3600 }],
    ["of the future", { iat: nowSeconds() + 3600 }],
    ["that has run out", { exp: nowSeconds() - 120 }],
  ];

  test.each(BAD_CLAIMS)("a token %s ends nothing", async (_, changes) => {
    const browser = await signIn("ann", "sid-1");
    const token = await provider.sign(makeClaims({ sub: "ann", sid: "sid-1", ...changes }));
    await expectRefused(await send(token), browser);
  });

  test("an ID token, or one that somebody else signed, or nobody, ends nothing", async () => {
    const browser = await signIn("ann", "sid-1");
    const claims = makeClaims({ sub: "ann" });
    const tokens = [
      signByHand({ alg: "none" }, claims, null),
      signByHand({ alg: "HS256" }, claims, HOSTILE_CLIENT.secret),
      signByHand({ alg: "HS256", kid: "own" }, claims, provider.keys.publicPem),
      `${await provider.sign(claims)}x`,
      (await getIdToken()) ?? "",
      "",
      "garbage",
      "x".repeat(20_000),
    ];
    for (const token of tokens) await expectRefused(await send(token), browser);
    await expectRefused(await send(null), browser);
    const good = await provider.sign(makeClaims({ sub: "ann" }));
    await expectRefused(await send(good, "application/json"), browser);
  });

  test("and without a provider the address does not exist", async () => {
    setEnv({ OIDC_ISSUER: "", OIDC_CLIENT_ID: "", OIDC_CLIENT_SECRET: "" });
    expect((await send("x")).status).toBe(404);
  });

  async function getIdToken() {
    const [row] = await (await getDb()).select().from(staffSignIns);
    return row?.idToken;
  }

  async function expectRefused(answer: Response, browser: CompanyBrowser): Promise<void> {
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([400, "no-store"]);
    expect(await isIn(browser)).toBe(true);
  }
});

test("a real provider tells the desk when somebody signs out there", async () => {
  const desk = await serveBackchannel();
  const real = await startRealProvider({ deskUrl: DESK_URL, backchannelUrl: desk.url });
  setEnv({
    OIDC_ISSUER: real.issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: CLIENT_SECRET,
    OIDC_ROLE_MAP: "desk-agents=agent",
  });
  const person = { sub: "c", email: "c@example.com", email_verified: true, name: "Cleo" };
  real.signInAs({ ...person, groups: ["desk-agents"] });
  const browser = new CompanyBrowser();
  await browser.signInWithCompany();
  expect(await isIn(browser)).toBe(true);
  const page = await (await browser.ask(`${real.issuer}/session/end`)).text();
  const xsrf = /name="xsrf" value="(?<xsrf>[^"]+)"/.exec(page)?.groups?.["xsrf"] ?? "";
  const body = new URLSearchParams({ xsrf, logout: "yes" });
  await browser.ask(`${real.issuer}/session/end/confirm`, { method: "POST", body });
  // The provider sends it before it answers its own page.
  expect(await isIn(browser)).toBe(false);
  await Promise.all([real.close(), desk.close()]);
});
