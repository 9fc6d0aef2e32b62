import { expect, test } from "@playwright/test";
import { routes } from "@/lib/routes";
import { checkMatrix, checkPositives, checkVariants } from "./fixtures/access-checks";
import { type AccessWorld, makeAccessWorld } from "./fixtures/access-world";
import { REAL_ACCOUNTS } from "./fixtures/accounts";
import { startBareDesk } from "./fixtures/bare-desk";
import { CANARIES } from "./fixtures/canaries";
import { sendRaw } from "./fixtures/raw-http";
import { BARE } from "./fixtures/servers";

let stop: () => Promise<void>;
let world: AccessWorld;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  stop = await startBareDesk();
  world = await makeAccessWorld(BARE.url, REAL_ACCOUNTS, CANARIES.nextauthSecret);
});

test.afterAll(() => stop?.());

test("the proxy is really gone: nobody sets the policy with a nonce", async () => {
  const { headers } = await sendRaw(BARE.url, { method: "GET", target: routes.signIn() });
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; base-uri/);
  await checkPositives(world);
});

test("without it every route and method still gives nothing to who may not", async () => {
  const { asked, faults } = await checkMatrix(world);
  console.log(`${asked} requests without the proxy: every route and method by everybody`);
  expect(faults.filter((fault) => !fault.endsWith("a page without a nonce"))).toEqual([]);
});

test("without it no header and no spelling of a path opens what is closed", async () => {
  const { asked, faults } = await checkVariants(world);
  console.log(`${asked} requests without the proxy, in other words`);
  expect(faults).toEqual([]);
});
