import { generateKeyPairSync } from "node:crypto";
import { compactDecrypt } from "jose";
import { expect, test, vi } from "vitest";
import { makePayload, makeSessionId, seal } from "@/test/webhooks/deliveries";
import { openDelivery } from "./open-delivery";

// The real one; only what it returned can be looked at afterwards.
vi.mock("jose", async (importOriginal) => {
  const jose = await importOriginal<typeof import("jose")>();
  return { ...jose, compactDecrypt: vi.fn(jose.compactDecrypt) };
});

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

async function open(content: unknown) {
  return openDelivery(Buffer.from(await seal(content, publicKey)), privateKey);
}

async function lastPlaintext(): Promise<Uint8Array> {
  const result = await vi.mocked(compactDecrypt).mock.results.at(-1)?.value;
  return result.plaintext;
}

test("takes type, event id and session id, and nothing else", async () => {
  const payload = makePayload(makeSessionId(1));
  expect(await open(payload)).toEqual({
    type: "verification.session.succeeded",
    eventId: payload.metadata.event_id,
    sessionId: makeSessionId(1),
  });
});

test("does not repeat a type that it does not know", async () => {
  expect(await open(makePayload(makeSessionId(1), { type: "Zephyrine" }))).toMatchObject({
    type: "other",
  });
});

test.each([
  ["a good delivery", makePayload(makeSessionId(1))],
  ["one that it cannot use", { data: "Zephyrine" }],
  ["one that is no JSON", "Zephyrine"],
])("overwrites the decrypted bytes of %s before it returns", async (_, content) => {
  await open(content);
  const plaintext = await lastPlaintext();
  expect(plaintext.length).toBeGreaterThan(5);
  expect(plaintext.every((byte) => byte === 0)).toBe(true);
});
