import { generateKeyPairSync } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { startSandboxServer } from "@/sandbox/server";
import { TEST_ENGINE } from "../engines";
import { createTestDatabase } from "../test-database";
import { makePayload, SECRET, seal, sign } from "./deliveries";
import { spawnReceiver } from "./spawn-receiver";

const API_KEY = `kk_${"5".repeat(40)}`;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

test("the reads after deliveries are paced as the sync is: at 5 a second they are 200 ms apart", async () => {
  const kayle = await startSandboxServer({ keys: { main: API_KEY }, live: false });
  onTestFinished(() => kayle.close());
  const { variables, drop } = await createTestDatabase(TEST_ENGINE);
  const receiver = await spawnReceiver({
    ...variables,
    KAYLE_API_URL: kayle.url,
    KAYLE_API_KEY: API_KEY,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: "the-secret-of-a-test-0123456789abcdef",
    KAYLE_WEBHOOK_SECRET: SECRET,
    KAYLE_WEBHOOK_PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    SYNC_MAX_RPS: "5",
  });
  onTestFinished(() => receiver.stop().then(drop));
  const ids = kayle.sandbox.sessions
    .create(Array.from({ length: 12 }, () => ({ status: "succeeded" as const })))
    .map(({ id }) => id);
  const deliveries = await Promise.all(
    ids.map(async (id) => sign(await seal(makePayload(id), publicKey))),
  );
  const isRead = (id: string) =>
    (kayle.sandbox.traffic.report().calls[`GET /v1/sessions/${id}`] ?? 0) > 0;
  const startedAt = performance.now();
  await Promise.all(deliveries.map((one) => receiver.send(one)));
  const count = () => ids.filter(isRead).length;
  await expect.poll(count, { timeout: 20_000, interval: 20 }).toBe(12);
  expect(performance.now() - startedAt).toBeGreaterThan(11 * 200 - 100);
});
