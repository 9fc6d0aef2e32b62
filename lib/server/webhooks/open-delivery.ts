import "server-only";
import type { KeyObject } from "node:crypto";
import { compactDecrypt, type DecryptOptions } from "jose";
import { z } from "zod";
import { SESSION_ID_PATTERN } from "@/lib/domain/session-id";

/** All that the desk takes of a delivery. */
export type DeliveredEvent = {
  /** One of Kayle's four types, or `other`: a text that is not known may hold anything. */
  type: (typeof EVENT_TYPES)[number] | "other";
  eventId: string;
  sessionId: string;
};

export type OpenedDelivery = DeliveredEvent | "undecryptable" | "not_understood";

/** OpenAPI 1.5.0, "webhooks". */
const EVENT_TYPES = [
  "verification.session.succeeded",
  "verification.session.failed",
  "verification.session.expired",
  "verification.session.cancelled",
] as const;

/** What zod does not name is dropped, `data` with the person's claims above all. */
const eventSchema = z.object({
  type: z.enum([...EVENT_TYPES, "other"]).catch("other"),
  metadata: z.object({
    // OpenAPI 1.5.0 allows these characters and lengths in an event's path; all recorded ids fit.
    event_id: z.string().regex(/^evt_[A-Za-z0-9_-]{1,124}$/),
    verification_session_id: z.string().regex(SESSION_ID_PATTERN),
  }),
});

/**
 * OpenAPI 1.5.0 lets keys be registered for RSA-OAEP-256 alone. It names no content encryption; what
 * Kayle uses is A256GCM. A key of the desk's must never be tried against anything a stranger picks.
 */
const ACCEPTED: DecryptOptions = {
  keyManagementAlgorithms: ["RSA-OAEP-256"],
  contentEncryptionAlgorithms: ["A256GCM"],
  maxDecompressedLength: 0,
};

/**
 * Opens a compact JWE and keeps three values of it. The decrypted bytes are overwritten before this
 * returns; the text made of them for parsing cannot be, and is left to the collector, unreferenced.
 */
export async function openDelivery(jwe: Buffer, privateKey: KeyObject): Promise<OpenedDelivery> {
  const plaintext = await decrypt(jwe, privateKey);
  if (plaintext === null) return "undecryptable";
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(plaintext);
    const { type, metadata } = eventSchema.parse(JSON.parse(text));
    return { type, eventId: metadata.event_id, sessionId: metadata.verification_session_id };
  } catch {
    // The error quotes what it could not read, so it goes no further than here.
    return "not_understood";
  } finally {
    plaintext.fill(0);
  }
}

async function decrypt(jwe: Buffer, privateKey: KeyObject): Promise<Uint8Array | null> {
  try {
    return (await compactDecrypt(jwe.toString("latin1"), privateKey, ACCEPTED)).plaintext;
  } catch {
    return null;
  }
}
