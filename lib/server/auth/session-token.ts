import "server-only";
import { hkdf } from "node:crypto";
import { promisify } from "node:util";
import { jwtDecrypt } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";

/** What the cookie says once it is decrypted: who, and by which sign-in. Nothing else is believed. */
const sessionTokenSchema = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.number() });
export type SessionToken = { staffId: string; signInId: string };

type Decoded = { token: SessionToken; endsAtMs: number };

/** The label under which next-auth 4 derives its key; a contract test holds that it still does. */
const KEY_LABEL = "NextAuth.js Generated Encryption Key";
const KEY_BYTES = 32;
const TOKEN_CHARACTERS_MAX = 4096;
/** As many people as are at work at once; decrypting again costs a turn in the thread pool. */
const DECODED_MAX = 1_000;

const deriveKey = promisify(hkdf);
const keys = new Map<string, Promise<ArrayBuffer>>();
const decoded = new Map<string, LRUCache<string, Decoded>>();

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
  const cache = getDecoded(secret);
  const known = cache.get(value);
  if (known) return known.endsAtMs > now.getTime() ? known.token : null;
  try {
    const { payload } = await jwtDecrypt(value, new Uint8Array(await getKey(secret)), {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
      requiredClaims: ["exp"],
      currentDate: now,
    });
    const { sub: staffId, sid: signInId, exp } = sessionTokenSchema.parse(payload);
    const token = { staffId, signInId };
    cache.set(value, { token, endsAtMs: exp * 1000 });
    return token;
  } catch {
    return null;
  }
}

/** What a cookie says is always the same; whether its sign-in still counts is asked each time. */
function getDecoded(secret: string): LRUCache<string, Decoded> {
  const cache = decoded.get(secret) ?? new LRUCache<string, Decoded>({ max: DECODED_MAX });
  decoded.set(secret, cache);
  return cache;
}

function getKey(secret: string): Promise<ArrayBuffer> {
  const known = keys.get(secret);
  if (known) return known;
  const key = deriveKey("sha256", secret, "", KEY_LABEL, KEY_BYTES);
  keys.set(secret, key);
  return key;
}
