import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { faultOf, setUpClient } from "./testing/client-harness";
import { makeId } from "./testing/wire";

const TIMEOUT_MS = 300;

const ANSWERS: [string, (response: ServerResponse) => void][] = [
  ["never answers", () => {}],
  ["drips a body for ever", dripForEver],
  ["fails each try", (response) => void setTimeout(() => response.writeHead(503).end(), 120)],
];

test.each(ANSWERS)("a call ends by its deadline where Kayle %s", async (_how, answer) => {
  const { client } = await setUpClient((_, response) => answer(response), {
    timeoutMs: TIMEOUT_MS,
  });
  const startedAt = performance.now();
  expect((await faultOf(client.getSession(makeId("7")))).code).toMatch(/^UPSTREAM_/);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

function dripForEver(response: ServerResponse): void {
  response.writeHead(200);
  const drip = setInterval(() => response.write(" "), 20);
  response.once("close", () => clearInterval(drip));
}
