import { constants, generateKeyPairSync, publicEncrypt, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Refusal, WebhookCounters } from "@/lib/server/webhooks/counters";
import { type SandboxServer, startSandboxServer } from "@/sandbox/server";
import { type EngineName, TEST_ENGINE } from "../engines";
import { createTestDatabase, type TestDatabase } from "../test-database";
import {
  type Delivery,
  makePayload,
  makeSessionId,
  PLANTED_CLAIM,
  SECRET,
  seal,
  sealByHand,
  sign,
} from "./deliveries";
import { type Receiver, spawnReceiver } from "./spawn-receiver";

const API_KEY = `kk_${"5".repeat(40)}`;
const rsa2048 = generateKeyPairSync("rsa", { modulusLength: 2048 });
const rsa4096 = generateKeyPairSync("rsa", { modulusLength: 4096 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = rsa2048.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const { publicKey } = rsa2048;

let sandbox: SandboxServer;
let database: TestDatabase;
let receiver: Receiver;

function toVariables(): Record<string, string> {
  return {
    KAYLE_API_URL: sandbox.url,
    KAYLE_API_KEY: API_KEY,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: "the-secret-of-a-test-0123456789abcdef",
    KAYLE_WEBHOOK_SECRET: SECRET,
    KAYLE_WEBHOOK_PRIVATE_KEY: pem,
    SYNC_MAX_RPS: "200",
  };
}

beforeAll(async () => {
  sandbox = await startSandboxServer({ keys: { main: API_KEY }, live: false });
  database = await createTestDatabase(TEST_ENGINE);
  receiver = await spawnReceiver({ ...toVariables(), ...database.variables });
});

afterAll(async () => {
  await receiver.stop();
  await sandbox.close();
  await database.drop();
});

beforeEach(() => {
  sandbox.sandbox.faults.clear();
  sandbox.sandbox.traffic.reset();
});

/** Sessions that the sandbox really has. */
function createSessions(count: number): string[] {
  const patches = Array.from({ length: count }, () => ({ status: "succeeded" as const }));
  return sandbox.sandbox.sessions.create(patches).map(({ id }) => id);
}

function createSession(): string {
  return createSessions(1)[0] ?? "";
}

/** How often each session was read at Kayle since the test began. */
function readsOf(sessionId: string): number {
  return sandbox.sandbox.traffic.report().calls[`GET /v1/sessions/${sessionId}`] ?? 0;
}

/** What the counters gained while `act` ran; names that did not change are left out. */
async function gainsOf(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = flatten(await receiver.counters());
  await act();
  const after = flatten(await receiver.counters());
  const gains = Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]);
  return Object.fromEntries(gains.filter(([, gain]) => gain !== 0));
}

function flatten({ refused, ...others }: WebhookCounters): Record<string, number> {
  return { ...others, ...refused };
}

async function expectRead(sessionId: string, times = 1): Promise<void> {
  await expect.poll(() => readsOf(sessionId), { timeout: 10_000 }).toBe(times);
}

// First, while no read of an earlier delivery can be under way.
describe("a request that is not Kayle's", () => {
  const BAD: [string, Refusal, () => Promise<Delivery>][] = [
    ["without a signature", "signature_missing", () => without("x-kayle-signature")],
    ["with two signature headers", "signature_malformed", twoSignatures],
    [
      "with two v1 values",
      "signature_malformed",
      () => resign((one) => `${one},v1=${"0".repeat(64)}`),
    ],
    [
      "with v0 instead of v1",
      "signature_malformed",
      () => resign((one) => one.replace("v1", "v0")),
    ],
    ["with a digest cut short", "signature_malformed", () => resign((one) => one.slice(0, -2))],
    [
      "with a time that is no number",
      "signature_malformed",
      () => resign((one) => one.replace(/\d+/, "now")),
    ],
    ["with an empty signature", "signature_malformed", () => resign(() => "")],
    [
      "with an endless time",
      "signature_malformed",
      () => resign((one) => one.replace(/\d+/, "9".repeat(400))),
    ],
    ["signed with another secret", "signature_wrong", () => good({ secret: `${SECRET}x` })],
    ["with the time changed after signing", "signature_wrong", shiftedTime],
    [
      "with one bit of the body changed",
      "signature_wrong",
      () => changedBody((body) => flip(body)),
    ],
    [
      "with one byte more",
      "signature_wrong",
      () => changedBody((body) => Buffer.concat([body, Buffer.from("\n")])),
    ],
    ["without a body", "signature_wrong", () => changedBody(() => Buffer.alloc(0))],
    ["signed 301 s ago", "stale", () => good({ ageSeconds: 302 })],
    ["signed 301 s ahead", "stale", () => good({ ageSeconds: -302 })],
    ["signed at the beginning of time", "stale", () => resign((one) => one.replace(/\d+/, "0"))],
    ["without a delivery id", "delivery_id_missing", () => without("x-kayle-delivery-id")],
    ["with an id of another kind", "delivery_id_missing", () => good({ deliveryId: "evt_1" })],
    [
      "with an endless delivery id",
      "delivery_id_missing",
      () => good({ deliveryId: `whd_${"a".repeat(500)}` }),
    ],
    [
      "above 1 MiB, honest about it",
      "too_large",
      async () => sign(Buffer.alloc(1024 * 1024 + 1, "a")),
    ],
    ["above 1 MiB, of unknown length", "too_large", chunkedGiant],
    [
      "with JSON instead of a JWE",
      "undecryptable",
      async () => sign(JSON.stringify(makePayload(makeSessionId(1)))),
    ],
    ["with five empty parts", "undecryptable", async () => sign("....")],
    ["with bytes that are no text", "undecryptable", async () => sign(randomBytes(800))],
    ["encrypted to another key", "undecryptable", () => sealed({}, stranger.publicKey)],
    ["with a changed tag, though signed", "undecryptable", changedTag],
    ["alg none", "undecryptable", () => byHand("none", () => Buffer.alloc(0))],
    [
      "alg dir with an empty key",
      "undecryptable",
      () => byHand("dir", () => Buffer.alloc(0), Buffer.alloc(32)),
    ],
    [
      "alg RSA1_5",
      "undecryptable",
      () => byHand("RSA1_5", (key) => wrap(key, constants.RSA_PKCS1_PADDING)),
    ],
    [
      "alg RSA-OAEP with SHA-1",
      "undecryptable",
      () => byHand("RSA-OAEP", (key) => wrap(key, constants.RSA_PKCS1_OAEP_PADDING, "sha1")),
    ],
    [
      "alg PBES2",
      "undecryptable",
      () => sealed({ alg: "PBES2-HS256+A128KW" }, Buffer.from(SECRET)),
    ],
    ["enc A128GCM", "undecryptable", () => sealed({ enc: "A128GCM" })],
    ["enc A256CBC-HS512", "undecryptable", () => sealed({ enc: "A256CBC-HS512" })],
    ["compressed before it was encrypted", "undecryptable", () => sealed({ zip: "DEF" })],
    ["with garbage inside", "not_understood", () => goodSeal("{ not JSON")],
    ["with a list inside", "not_understood", () => goodSeal([PLANTED_CLAIM])],
    ["with null inside", "not_understood", () => goodSeal(null)],
    [
      "without metadata",
      "not_understood",
      () => goodSeal({ ...makePayload(makeSessionId(1)), metadata: undefined }),
    ],
    [
      "without a session id",
      "not_understood",
      () => goodSeal(metadataOf({ verification_session_id: undefined })),
    ],
    [
      "with a session id that leads elsewhere",
      "not_understood",
      () => goodSeal(metadataOf({ verification_session_id: `vs_${"a".repeat(60)}/../` })),
    ],
    [
      "with a session id too long by one",
      "not_understood",
      () => goodSeal(metadataOf({ verification_session_id: `vs_${"a".repeat(65)}` })),
    ],
    ["without an event id", "not_understood", () => goodSeal(metadataOf({ event_id: undefined }))],
    [
      "with an event id that is a sentence",
      "not_understood",
      () => goodSeal(metadataOf({ event_id: `evt_ ${PLANTED_CLAIM}` })),
    ],
  ];

  test.each(BAD)("%s is refused with 400, counted, and causes no read", async (_, reason, make) => {
    const delivery = await make();
    const gains = await gainsOf(async () => {
      const answer = await receiver.send(delivery);
      expect(answer).toMatchObject({ status: 400, text: '{"status":"refused"}' });
    });
    expect(gains).toEqual({ [reason]: 1 });
    expect(sandbox.sandbox.traffic.report().total).toBe(0);
  });

  test.each(["GET", "PUT", "PATCH", "DELETE"])(
    "%s is answered 405 and is not counted",
    async (method) => {
      const gains = await gainsOf(async () => {
        const answer = await receiver.send(method === "GET" ? {} : await good(), method);
        expect(answer.status).toBe(405);
        expect(answer.headers["allow"]).toBe("POST");
      });
      expect(gains).toEqual({});
    },
  );

  test("by the hundred leaves a line or two in the log, not hundreds", async () => {
    const linesBefore = refusalLines();
    const bad = await good({ secret: "another secret altogether" });
    const gains = await gainsOf(() =>
      Promise.all(Array.from({ length: 300 }, () => receiver.send(bad))),
    );
    expect(gains).toEqual({ signature_wrong: 300 });
    expect(refusalLines() - linesBefore).toBeLessThanOrEqual(2);
    expect(refusalLines()).toBeGreaterThan(0);
  });

  function refusalLines(): number {
    return receiver
      .output()
      .split("\n")
      .filter((line) => line.includes("refused")).length;
  }
});

async function good(options: Parameters<typeof sign>[1] = {}): Promise<Delivery> {
  return sign(await seal(makePayload(makeSessionId("bad")), publicKey), options);
}

async function without(header: string): Promise<Delivery> {
  const { headers, body } = await good();
  return {
    body,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== header)),
  };
}

async function resign(change: (signature: string) => string): Promise<Delivery> {
  const { headers, body } = await good();
  return {
    body,
    headers: { ...headers, "x-kayle-signature": change(String(headers["x-kayle-signature"])) },
  };
}

async function twoSignatures(): Promise<Delivery> {
  const { headers, body } = await good();
  const signature = String(headers["x-kayle-signature"]);
  return { body, headers: { ...headers, "x-kayle-signature": [signature, signature] } };
}

function shiftedTime(): Promise<Delivery> {
  return resign((one) => one.replace(/\d+/, (time) => String(Number(time) + 1)));
}

async function changedBody(change: (body: Buffer) => Buffer): Promise<Delivery> {
  const { headers, body } = await good();
  return { headers, body: change(Buffer.from(body)) };
}

function flip(body: Buffer): Buffer {
  const middle = body.length >> 1;
  body[middle] = (body[middle] ?? 0) ^ 1;
  return body;
}

async function chunkedGiant(): Promise<Delivery> {
  const { headers, body } = sign(Buffer.alloc(3 * 1024 * 1024, "a"));
  return { headers: { ...headers, "transfer-encoding": "chunked" }, body };
}

async function sealed(
  header: Parameters<typeof seal>[2],
  key: Parameters<typeof seal>[1] = publicKey,
): Promise<Delivery> {
  return sign(await seal(makePayload(makeSessionId("bad")), key, header));
}

async function goodSeal(content: unknown): Promise<Delivery> {
  return sign(await seal(content, publicKey));
}

async function changedTag(): Promise<Delivery> {
  const jwe = await seal(makePayload(makeSessionId("bad")), publicKey);
  const parts = jwe.split(".");
  const tag = Buffer.from(parts[4] ?? "", "base64url");
  return sign([...parts.slice(0, 4), flip(tag).toString("base64url")].join("."));
}

async function byHand(
  alg: string,
  wrapKey: (key: Buffer) => Buffer,
  key: Buffer = randomBytes(32),
): Promise<Delivery> {
  return sign(
    sealByHand(makePayload(makeSessionId("hand")), { alg, enc: "A256GCM" }, wrapKey, key),
  );
}

function wrap(key: Buffer, padding: number, oaepHash?: string): Buffer {
  return publicEncrypt({ key: publicKey, padding, ...(oaepHash && { oaepHash }) }, key);
}

function metadataOf(changes: Record<string, unknown>) {
  const payload = makePayload(makeSessionId("bad"));
  return { ...payload, metadata: { ...payload.metadata, ...changes } };
}

describe("a delivery of Kayle", () => {
  test("is answered 202, and then its session is read at Kayle once", async () => {
    const id = createSession();
    const answer = await receiver.send(sign(await seal(makePayload(id), publicKey)));
    expect(answer).toMatchObject({ status: 202, text: '{"status":"accepted"}' });
    expect(answer.headers["cache-control"]).toBe("no-store");
    await expectRead(id);
  });

  test("is answered before Kayle has answered the read, which is made again when it fails", async () => {
    const id = createSession();
    sandbox.sandbox.faults.add({ kind: "hang", sessionId: id, times: 1 });
    const answer = await receiver.send(sign(await seal(makePayload(id), publicKey)));
    expect(answer.status).toBe(202);
    await expect.poll(() => sandbox.sandbox.traffic.report().inFlight).toBe(1);
    // The desk gives that read up after its 3 s and reads again, so that no 202 was said for nothing.
    // Waited for here, or the call that hangs would still count in a later test.
    await expectRead(id, 2);
    await expect.poll(() => sandbox.sandbox.traffic.report().inFlight).toBe(0);
  });

  test("of a type that the desk does not know yet still has its session read", async () => {
    const id = createSession();
    const payload = makePayload(id, { type: "verification.session.reviewed", more: { is: "new" } });
    expect((await receiver.send(sign(await seal(payload, publicKey)))).status).toBe(202);
    await expectRead(id);
    expect(receiver.output()).not.toContain("session.reviewed");
  });

  test("for a session that Kayle has deleted costs one read and no more", async () => {
    const id = makeSessionId("gone");
    expect((await receiver.send(sign(await seal(makePayload(id), publicKey)))).status).toBe(202);
    await expectRead(id);
    expect((await receiver.counters()).readsGivenUp).toBe(0);
  });

  test("is not held up by a refusal on the connection that a proxy keeps open", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const large = sign(Buffer.alloc(900 * 1024, "a"), { ageSeconds: 1_000 });
    expect((await receiver.send(large, "POST", agent)).status).toBe(400);
    expect((await receiver.send(large, "PUT", agent)).status).toBe(405);
    // Held up, it would wait until the idle connection is torn, and fail with it.
    expect((await receiver.send(await good(), "POST", agent)).status).toBe(202);
  });

  test("as the sandbox makes and sends them is taken", async () => {
    const webhook = {
      url: `${receiver.url}/api/webhooks/kayle`,
      secret: SECRET,
      publicJwk: { kty: "RSA", ...publicKey.export({ format: "jwk" }) },
    };
    const sender = await startSandboxServer({ live: false, webhook });
    onTestFinished(() => sender.close());
    const [session] = sender.sandbox.sessions.create([{ status: "succeeded" }]);
    await expectRead(session?.id ?? "");
  });

  test.each([-299, 299])("signed %i s ago by a clock that is off is taken", async (ageSeconds) => {
    const body = await seal(makePayload(createSession()), publicKey);
    expect((await receiver.send(sign(body, { ageSeconds }))).status).toBe(202);
  });

  test("made by hand, as the bad ones above are, is taken when nothing is wrong with it", async () => {
    const { body } = await byHand("RSA-OAEP-256", (key) =>
      wrap(key, constants.RSA_PKCS1_OAEP_PADDING, "sha256"),
    );
    expect((await receiver.send(sign(body))).status).toBe(202);
  });
});

describe("a replay", () => {
  test("by Kayle, with the same delivery id under a new signature, is answered 202 and read once", async () => {
    const id = createSession();
    const body = await seal(makePayload(id), publicKey);
    const options = { deliveryId: `whd_${randomBytes(32).toString("hex")}` };
    const gains = await gainsOf(async () => {
      for (const ageSeconds of [3, 2, 1]) {
        expect((await receiver.send(sign(body, { ...options, ageSeconds }))).status).toBe(202);
      }
      await expectRead(id);
    });
    expect(gains).toMatchObject({ accepted: 1, replayed: 2 });
  });

  test("by somebody with a copy, under a delivery id of their own, does no work either", async () => {
    const id = createSession();
    const { headers, body } = sign(await seal(makePayload(id), publicKey));
    const gains = await gainsOf(async () => {
      for (const tail of ["1", "2", "3"]) {
        const copy = { ...headers, "x-kayle-delivery-id": `whd_copy${tail}${id.slice(3, 40)}` };
        expect((await receiver.send({ headers: copy, body })).status).toBe(202);
      }
    });
    expect(gains).toMatchObject({ accepted: 1, replayed: 2 });
  });

  test("of what was refused is judged anew, so that Kayle's next attempt counts", async () => {
    const body = await seal(makePayload(createSession()), publicKey);
    const options = { deliveryId: `whd_${randomBytes(32).toString("hex")}` };
    expect(
      (await receiver.send(sign(body, { ...options, secret: "of before the change" }))).status,
    ).toBe(400);
    const gains = await gainsOf(() => receiver.send(sign(body, options)));
    expect(gains).toMatchObject({ accepted: 1 });
  });

  test("at the same moment counts once", async () => {
    const delivery = sign(await seal(makePayload(createSession()), publicKey));
    const gains = await gainsOf(async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => receiver.send(delivery)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    });
    expect(gains).toMatchObject({ accepted: 1, replayed: 39 });
  });
});

describe("200 deliveries at once", () => {
  test("of 200 sessions are all taken; each session is read once, at most four at a time", async () => {
    const ids = createSessions(200);
    const deliveries = await Promise.all(
      ids.map(async (id) => sign(await seal(makePayload(id), publicKey))),
    );
    // Slow enough that reads would pile up if nothing held them.
    sandbox.sandbox.faults.add({ kind: "latency", pathPrefix: "/v1/sessions/", latencyMs: 60 });
    const gains = await gainsOf(async () => {
      const answers = await Promise.all(deliveries.map((one) => receiver.send(one)));
      expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
      await expect
        .poll(() => ids.filter((id) => readsOf(id) > 0).length, { timeout: 20_000 })
        .toBe(200);
    });
    expect(gains).toMatchObject({ accepted: 200 });
    expect(ids.filter((id) => readsOf(id) !== 1)).toEqual([]);
    expect(sandbox.sandbox.traffic.report().inFlightMax).toBeLessThanOrEqual(4);
  });

  test("of one session cost Kayle one read at once and one for all that came after it", async () => {
    const id = createSession();
    const deliveries = await Promise.all(
      Array.from({ length: 200 }, async () => sign(await seal(makePayload(id), publicKey))),
    );
    const startedAt = performance.now();
    const gains = await gainsOf(async () => {
      // In waves, so that some come while the session is read and others when that read is over.
      for (let first = 0; first < deliveries.length; first += 20) {
        const wave = deliveries.slice(first, first + 20);
        await Promise.all(wave.map((one) => receiver.send(one)));
      }
    });
    expect(gains).toMatchObject({ accepted: 200 });
    // One more for each two seconds that sending them took on a busy machine.
    const rests = Math.floor((performance.now() - startedAt) / 2_000);
    expect(readsOf(id)).toBeLessThanOrEqual(1 + rests);
    await expect.poll(() => readsOf(id), { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  });
});

/** Another receiver, with a database of its own, until the test is over. */
async function startAnother(
  changes: Record<string, string>,
  engine: EngineName = TEST_ENGINE,
): Promise<Receiver> {
  const own = await createTestDatabase(engine);
  const another = await spawnReceiver({ ...toVariables(), ...own.variables, ...changes });
  onTestFinished(async () => {
    await another.stop();
    await own.drop();
  });
  return another;
}

describe("the configuration", () => {
  test("without it the address answers 404, whatever is sent", async () => {
    const off = await startAnother({ KAYLE_WEBHOOK_SECRET: "", KAYLE_WEBHOOK_PRIVATE_KEY: "" });
    const sessionId = createSession();
    const body = await seal(makePayload(sessionId), publicKey);
    expect((await off.send(sign(body))).status).toBe(404);
    expect((await off.send({}, "GET")).status).toBe(404);
    expect(readsOf(sessionId)).toBe(0);
  });

  test.each([
    ["a key of 4096 bits as a JWK", JSON.stringify(rsa4096.privateKey.export({ format: "jwk" }))],
    [
      "a PEM on one line",
      rsa4096.privateKey
        .export({ type: "pkcs8", format: "pem" })
        .toString()
        .replaceAll("\n", "\\n"),
    ],
  ])("takes %s, and opens what is encrypted to it", async (_, key) => {
    const desk = await startAnother({ KAYLE_WEBHOOK_PRIVATE_KEY: key });
    const id = createSession();
    expect((await desk.send(sign(await seal(makePayload(id), rsa4096.publicKey)))).status).toBe(
      202,
    );
    await expectRead(id);
    expect((await desk.send(sign(await seal(makePayload(id), rsa2048.publicKey)))).status).toBe(
      400,
    );
  });
});

test("a claim in a good delivery is found nowhere afterwards, nor is the delivery itself", async () => {
  // On the built-in database, whose files can be looked through too.
  const desk = await startAnother({}, "pglite");
  const ids = createSessions(20);
  const bodies = await Promise.all(ids.map((id) => seal(makePayload(id), publicKey)));
  const answers = await Promise.all(bodies.map((body) => desk.send(sign(body))));
  const misread = metadataOf({ event_id: PLANTED_CLAIM, verification_session_id: PLANTED_CLAIM });
  answers.push(await desk.send(sign(await seal({ ...misread, type: PLANTED_CLAIM }, publicKey))));
  answers.push(await desk.send(sign(await seal(`"${PLANTED_CLAIM}`, publicKey))));
  await expect.poll(() => ids.filter((id) => readsOf(id) > 0).length, { timeout: 20_000 }).toBe(20);
  const told = await Promise.all(
    ids.map(async (id) => (await fetch(`${desk.url}/answers/${id}`)).text()),
  );
  await desk.stop();
  expect(answers.map(({ status }) => status)).toEqual([...ids.map(() => 202), 400, 400]);
  for (const [at, text] of told.entries()) expect(text).toContain(ids[at]);

  const places = [
    ...answers.map(({ text, headers }) => Buffer.from(text + JSON.stringify(headers))),
    Buffer.from(desk.output()),
    Buffer.from(told.join()),
    ...filesUnder(desk.folder),
  ];
  // The search itself works: the log names what it may name.
  expect(desk.output()).toContain(ids[0]);
  for (const word of toForms(PLANTED_CLAIM, SECRET, pem, ...bodies)) {
    expect(places.filter((place) => place.includes(word))).toEqual([]);
  }
});

/** A text as it might be stored: plain, base64 (at each offset), hex, UTF-16, in small letters. */
function toForms(...texts: string[]): Buffer[] {
  return texts.flatMap((text) => {
    const plain = Buffer.from(text.slice(0, 60));
    const base64 = ["", "a", "aa"].map((lead) =>
      Buffer.from(
        Buffer.concat([Buffer.from(lead), plain])
          .toString("base64")
          .slice(4, -4),
      ),
    );
    const others = [plain.toString("hex"), text.slice(0, 60).toLowerCase()];
    return [
      plain,
      ...base64,
      ...others.map((form) => Buffer.from(form)),
      Buffer.from(text.slice(0, 60), "utf16le"),
    ];
  });
}

function filesUnder(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}
