import { createHmac, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { compactDecrypt } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "./server";

const SECRET = "whsec_0123456789abcdef";
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicJwk = { kty: "RSA", ...publicKey.export({ format: "jwk" }) };

type Got = { headers: IncomingHttpHeaders; body: string };

describe("the sandbox's own deliveries", () => {
  let got: Got[];
  let statuses: number[];
  let sandbox: SandboxServer;
  const receiver = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    got.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 202).end();
  });

  beforeEach(async () => {
    got = [];
    statuses = [];
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const webhook = { url, secret: SECRET, publicJwk, retryAfterMs: [20, 20] };
    sandbox = await startSandboxServer({ live: false, webhook });
  });

  afterEach(async () => {
    await sandbox.close();
    receiver.closeAllConnections();
    receiver.close();
    await once(receiver, "close");
  });

  function endOne(): string {
    const [session] = sandbox.sandbox.sessions.create([{ status: "succeeded" }]);
    return session?.id ?? "";
  }

  it("arrive signed over the raw body and encrypted to the receiver's key, with the event's ids", async () => {
    const id = endOne();
    await expect.poll(() => got.length).toBe(1);
    const { headers, body } = got[0] ?? { headers: {}, body: "" };
    const [, time, digest] = /^t=(\d+),v1=(\w+)$/.exec(String(headers["x-kayle-signature"])) ?? [];
    expect(createHmac("sha256", SECRET).update(`${time}.${body}`).digest("hex")).toBe(digest);
    expect(headers["x-kayle-delivery-id"]).toMatch(/^whd_\w{64}$/);
    const { plaintext } = await compactDecrypt(body, privateKey);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({
      type: "verification.session.succeeded",
      metadata: { event_id: expect.stringMatching(/^evt_\w{64}$/), verification_session_id: id },
      data: { claims: expect.any(Object) },
    });
  });

  it("tell nothing of the past that a world begins with, also after a reset", async () => {
    sandbox.sandbox.reset();
    endOne();
    await expect.poll(() => got.length).toBe(1);
    await sandbox.sandbox.handle({ method: "GET", url: "/v1/events" });
    expect(got).toHaveLength(1);
  });

  it("come again under the same delivery id, signed anew, until they are taken", async () => {
    statuses = [500, 503];
    endOne();
    await expect.poll(() => got.length).toBe(3);
    const ids = got.map(({ headers }) => headers["x-kayle-delivery-id"]);
    expect(new Set(ids).size).toBe(1);
    expect(new Set(got.map(({ body }) => body)).size).toBe(1);
  });
});
