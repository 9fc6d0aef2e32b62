import "server-only";
import { hkdf } from "node:crypto";
import { promisify } from "node:util";
import { jwtDecrypt } from "jose";
import { z } from "zod";

/** What the cookie says once it is decrypted: who, and by which sign-in. Nothing else is believed. */
const sessionTokenSchema = z.object({ sub: z.uuid(), sid: z.uuid() });
export type SessionToken = { staffId: string; signInId: string };

/** The label under which next-auth 4 derives its key; a contract test holds that it still does. */
const KEY_LABEL = "NextAuth.js Generated Encryption Key";
const KEY_BYTES = 32;
const TOKEN_CHARACTERS_MAX = 4096;

const deriveKey = promisify(hkdf);
const keys = new Map<string, Promise<ArrayBuffer>>();

/**
 * Decrypts the value of the session cookie as next-auth 4 encrypted it (JWE, `dir`, A256GCM, the key
 * from the secret by HKDF). Null for anything else: malformed, of another secret, or run out.
 */
export async function decodeSessionToken(
  value: string,
  secret: string,
  now: Date,
): Promise<SessionToken | null> {
  if (value.length > TOKEN_CHARACTERS_MAX) return null;
  try {
    const { payload } = await jwtDecrypt(value, new Uint8Array(await getKey(secret)), {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
      requiredClaims: ["exp"],
      currentDate: now,
    });
    const token = sessionTokenSchema.parse(payload);
    return { staffId: token.sub, signInId: token.sid };
  } catch {
    return null;
  }
}

function getKey(secret: string): Promise<ArrayBuffer> {
  const known = keys.get(secret);
  if (known) return known;
  const key = deriveKey("sha256", secret, "", KEY_LABEL, KEY_BYTES);
  keys.set(secret, key);
  return key;
}
