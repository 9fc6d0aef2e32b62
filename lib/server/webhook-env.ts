import "server-only";
import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { z } from "zod";

/** The configuration of the webhook receiver; spread into the whole one by `env-schema.ts`. */

export type WebhookEnv = {
  /** Null while the receiver is off. */
  webhook: WebhookKeys | null;
};

export type WebhookKeys = {
  /** The endpoint's signing secret, as Kayle showed it. */
  secret: string;
  /** RSA; opens what Kayle encrypts to the key that is registered for the endpoint. */
  privateKey: KeyObject;
};

const SECRET_NAME = "KAYLE_WEBHOOK_SECRET";
const KEY_NAME = "KAYLE_WEBHOOK_PRIVATE_KEY";
const SECRET_CHARACTERS_MIN = 16;
/** RFC 7518, section 4.3: RSA-OAEP takes no shorter key. */
const KEY_BITS_MIN = 2048;

export const webhookShape = {
  [SECRET_NAME]: z
    .string()
    .regex(/^[\x21-\x7e]+$/, `${SECRET_NAME} holds a space or a character that no secret has.`)
    .min(
      SECRET_CHARACTERS_MIN,
      `${SECRET_NAME} is shorter than ${SECRET_CHARACTERS_MIN} characters: anybody could guess it.`,
    )
    .optional(),
  [KEY_NAME]: z
    .string()
    .transform((text, context) => {
      const key = findPrivateKey(text);
      if (key && isStrongRsa(key)) return key;
      context.addIssue({ code: "custom", message: toKeyFault(key) });
      return z.NEVER;
    })
    .optional(),
};

/** One without the other opens nothing, and would look like a receiver that works. */
export function findWebhookFaults(set: Record<string, string | undefined>): string[] {
  const [present, absent] =
    set[SECRET_NAME] === undefined ? [KEY_NAME, SECRET_NAME] : [SECRET_NAME, KEY_NAME];
  if (set[present] === undefined || set[absent] !== undefined) return [];
  return [
    `${present} is set but ${absent} is not. Set both to receive webhooks, or neither to leave them off.`,
  ];
}

export function toWebhookEnv(raw: {
  [SECRET_NAME]?: string | undefined;
  [KEY_NAME]?: KeyObject | undefined;
}): WebhookEnv {
  const { KAYLE_WEBHOOK_SECRET: secret, KAYLE_WEBHOOK_PRIVATE_KEY: privateKey } = raw;
  return { webhook: secret && privateKey ? { secret, privateKey } : null };
}

/** Null for whatever is no private key; the reason of the library may quote it, so it is dropped. */
function findPrivateKey(text: string): KeyObject | null {
  const trimmed = text.trim();
  try {
    if (trimmed.startsWith("{")) {
      return createPrivateKey({ key: parseJwk(trimmed), format: "jwk" });
    }
    // Many a secret store keeps one line only, with \n written out.
    return createPrivateKey(trimmed.replaceAll("\\n", "\n"));
  } catch {
    return null;
  }
}

/** Node itself refuses a JWK that lacks what a private key needs. */
function parseJwk(text: string): JsonWebKey {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

function isStrongRsa(key: KeyObject): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return key.asymmetricKeyType === "rsa" && bits >= KEY_BITS_MIN;
}

function toKeyFault(key: KeyObject | null): string {
  if (key === null) {
    return `${KEY_NAME} is not a private key in PEM (PKCS #8, without a passphrase) or as a JWK.`;
  }
  return `${KEY_NAME} must be an RSA key of at least ${KEY_BITS_MIN} bits.`;
}
