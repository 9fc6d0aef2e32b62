import { expect, inject, test } from "vitest";
import { sendRaw } from "./raw-http";
import { TOO_LONG } from "./too-long";

test.each(TOO_LONG)("$status comes within a second", async ({ asked }) => {
  const startedAt = performance.now();
  await sendRaw(inject("builtDesk").url, asked);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
