import { expect, inject, test } from "vitest";
import { DEMO_ACCOUNTS, getAccount } from "@/e2e/fixtures/accounts";
import { routes } from "@/lib/routes";
import { sampleByDepth } from "../depth";
import { listOffSitePaths, listReadings } from "./off-site-paths";
import { forEachOf, type RawAnswer, type RawRequest, sendRaw } from "./raw-http";
import { getCsrf, postAuth, signIn } from "./sign-in";

const ALL_PATHS = listOffSitePaths();
const PATHS = sampleByDepth(ALL_PATHS, 97);
const SIGN_INS_EVERY = 20;
const { url: desk } = inject("builtDesk");

function signInAsViewer(): Promise<string> {
  return signIn(desk, getAccount(DEMO_ACCOUNTS, "viewer"));
}

/** Where a browser that is on the desk would be sent; null where it stays there. */
function findOffSite(location: string | undefined): string | null {
  if (location === undefined) return null;
  const base = new URL(desk);
  const ways = listReadings(location).map((reading) => toOrigin(reading, base));
  return ways.find((origin) => origin !== base.origin) ?? null;
}

/** As the WHATWG URL parser, which browsers have, reads it. */
function toOrigin(location: string, base: URL): string {
  try {
    return new URL(location, base).origin;
  } catch {
    return base.origin;
  }
}

function findFaults(asked: RawRequest, { status, headers }: RawAnswer): string[] {
  const offSite = findOffSite(headers["location"] ?? headers["refresh"]);
  const faults = [
    ...(status >= 500 ? [`status ${status}`] : []),
    ...(offSite ? [`to ${offSite}`] : []),
  ];
  return faults.map((fault) => `${asked.target.slice(0, 200)}: ${fault}`);
}

async function sendAll(requests: readonly RawRequest[]): Promise<string[]> {
  const faults: string[] = [];
  await forEachOf(requests, async (asked) => {
    faults.push(...findFaults(asked, await sendRaw(desk, asked)));
  });
  return faults;
}

test("there are more than 500 ways that would lead off the desk", () => {
  const readings = ALL_PATHS.flatMap((path) => listReadings(path));
  expect(ALL_PATHS.length).toBeGreaterThanOrEqual(500);
  expect(readings.filter((path) => toOrigin(path, new URL(desk)) !== desk).length).toBeGreaterThan(
    500,
  );
});

test("who is signed in already is sent nowhere else by the sign-in page", async () => {
  const cookie = await signInAsViewer();
  const requests = PATHS.map((path) => ({
    method: "GET",
    target: `/sign-in?from=${encodeURIComponent(path)}`,
    headers: { cookie },
  }));
  expect(await sendAll(requests)).toEqual([]);
});

test("a sign-in leads nowhere else, whether it succeeds or not", async () => {
  const { cookie, csrfToken } = await getCsrf(desk);
  const { email, password } = getAccount(DEMO_ACCOUNTS, "viewer");
  const faults: string[] = [];
  const tryOne = async (callbackUrl: string, isRight: boolean) => {
    const fields = { email, password, callbackUrl, csrfToken: isRight ? csrfToken : "x" };
    const answer = await postAuth(desk, routes.api.signIn(), cookie, fields);
    const { url } = JSON.parse(answer.body) as { url: string };
    const wanted = isRight ? 200 : 403;
    if (answer.status !== wanted) faults.push(`${callbackUrl}: status ${answer.status}`);
    if (new URL(url).origin !== desk) faults.push(`${callbackUrl}: to ${url}`);
  };
  await forEachOf(PATHS, (path) => tryOne(path, false));
  // Passwords are slow to prove, and attempts that run at once count as failed until they are.
  const some = PATHS.filter((_path, index) => index % SIGN_INS_EVERY === 0);
  await forEachOf(some, (path) => tryOne(path, true), 1);
  expect(faults).toEqual([]);
});

test("the path itself leads nowhere else, for whoever comes and however it is written", async () => {
  const cookie = await signInAsViewer();
  const requests = PATHS.flatMap((path) => [
    { method: "GET", target: toTarget(path) },
    { method: "GET", target: toTarget(path), headers: { cookie } },
    { method: "GET", target: encodeURI(path) },
    { method: "GET", target: `/sessions/${encodeURIComponent(path)}`, headers: { cookie } },
  ]);
  console.log(`${requests.length} requests whose path is a way off the desk`);
  expect(await sendAll(requests)).toEqual([]);
});

test("another host's name in a header leads nowhere", async () => {
  const names = ["host", "x-forwarded-host", "x-host", "forwarded", "x-original-host"];
  const requests = names.flatMap((name) =>
    ["/", "/sessions", "/sign-in?from=%2Fsessions", "/api/auth/signin", "/nothing/"].map(
      (target) => ({
        method: "GET",
        target,
        headers: {
          [name]: name === "forwarded" ? "host=evil.example;proto=https" : "evil.example",
        },
      }),
    ),
  );
  expect(await sendAll(requests)).toEqual([]);
});

/** Into a request line goes no space and no line end: those stand coded, all other signs as they are. */
function toTarget(path: string): string {
  return Buffer.from(path.replace(/[\s\0]/g, (sign) => encodeURIComponent(sign))).toString(
    "latin1",
  );
}
