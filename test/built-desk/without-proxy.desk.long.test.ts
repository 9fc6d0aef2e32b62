import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { REAL_ACCOUNTS } from "@/e2e/fixtures/accounts";
import { CANARIES } from "@/e2e/fixtures/canaries";
import { routes } from "@/lib/routes";
import { checkMatrix, checkPositives, checkVariants } from "./access-checks";
import { type AccessWorld, makeAccessWorld } from "./access-world";
import { startBareDesk } from "./bare-desk";
import { sendRaw } from "./raw-http";

let stop: (() => Promise<void>) | undefined;
let world: AccessWorld;

const START_MS = 180_000;

beforeAll(async () => {
  const { sandboxUrl } = inject("builtDesk");
  const bare = await startBareDesk(sandboxUrl);
  stop = bare.stop;
  world = await makeAccessWorld(
    { desk: bare.url, sandboxUrl },
    REAL_ACCOUNTS,
    CANARIES.nextauthSecret,
  );
}, START_MS);

afterAll(() => stop?.());

test("the proxy is really gone: nobody sets the policy with a nonce", async () => {
  const { headers } = await sendRaw(world.desk, { method: "GET", target: routes.signIn() });
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
