import { createCipheriv, createHmac, type KeyObject, randomBytes } from "node:crypto";
import { CompactEncrypt } from "jose";

/** Deliveries as Kayle makes them, and as it never would. */

export const SECRET = "whsec_0f9c2b7d41e84a6cb3d5";

/** Stands where Kayle puts the person's claims; it must turn up nowhere. */
export const PLANTED_CLAIM = "Zephyrine-Quastenflosser";

export type Delivery = { headers: Record<string, string | string[]>; body: string | Buffer };

export function makeSessionId(tail: string | number): string {
  return `vs_${String(tail).padStart(64, "0")}`;
}

/** The decrypted body of a succeeded event (OpenAPI 1.5.0), with claims in it. */
export function makePayload(sessionId: string, changes: Record<string, unknown> = {}) {
  return {
    type: "verification.session.succeeded",
    metadata: {
      contract_version: 1,
      event_id: `evt_${randomBytes(32).toString("hex")}`,
      verification_session_id: sessionId,
    },
    data: {
      claims: { family_name: PLANTED_CLAIM, date_of_birth: "1961-02-03", age_over_18: true },
      selected_field_keys: ["family_name", "date_of_birth", "age_over_18"],
    },
    ...changes,
  };
}

type Header = { alg: string; enc: string; zip?: string };
const KAYLE_HEADER: Header = { alg: "RSA-OAEP-256", enc: "A256GCM" };

/** A compact JWE of `content`; a string goes in as it is. */
export function seal(
  content: unknown,
  key: KeyObject | Uint8Array,
  header: Partial<Header> = {},
): Promise<string> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ ...KAYLE_HEADER, ...header, kid: "desk-1" })
    .encrypt(key);
}

/** A compact JWE made by hand, for what jose refuses to make. `wrap` encrypts the content key. */
export function sealByHand(
  content: unknown,
  header: Header,
  wrap: (contentKey: Buffer) => Buffer,
  contentKey: Buffer = randomBytes(32),
): string {
  const protectedHeader = Buffer.from(JSON.stringify(header)).toString("base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", contentKey, iv).setAAD(Buffer.from(protectedHeader));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
  const parts = [wrap(contentKey), iv, sealed, cipher.getAuthTag()];
  return [protectedHeader, ...parts.map((part) => part.toString("base64url"))].join(".");
}

export type SignOptions = {
  secret?: string;
  /** Seconds that the signature's time lies in the past; negative for the future. */
  ageSeconds?: number;
  deliveryId?: string;
};

/** Signs a body and gives it the headers of a delivery. */
export function sign(body: string | Buffer, options: SignOptions = {}): Delivery {
  const time = Math.floor(Date.now() / 1000) - (options.ageSeconds ?? 0);
  const mac = createHmac("sha256", options.secret ?? SECRET)
    .update(`${time}.`)
    .update(body);
  return {
    headers: {
      "content-type": "application/jose",
      "x-kayle-event": "verification.session.succeeded",
      "x-kayle-delivery-id": options.deliveryId ?? `whd_${randomBytes(32).toString("hex")}`,
      "x-kayle-signature": `t=${time},v1=${mac.digest("hex")}`,
    },
    body,
  };
}
