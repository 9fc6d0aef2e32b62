import "server-only";
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's floor for argon2id; `@node-rs/argon2` makes argon2id unless told otherwise. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer than any real password; keeps a megabyte of text away from the hash. */
const PASSWORD_CHARACTERS_MAX = 1024;

const store = globalThis as typeof globalThis & { __deskDummyHash?: Promise<string> };

/** An argon2id hash in its text form. About 20 ms of one core, off the event loop. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * Whether the password opens the account. Without an account it does the same work on a hash that
 * nothing opens, so that the answer takes as long. Never throws over a broken hash.
 */
export async function verifyPassword(
  storedHash: string | null,
  password: string,
): Promise<boolean> {
  const candidate = password.slice(0, PASSWORD_CHARACTERS_MAX);
  const dummy = await getDummyHash();
  const matches = await verify(storedHash || dummy, candidate).catch(() => false);
  return matches && Boolean(storedHash) && candidate.length === password.length;
}

/** Made once; call it at start, so that the first refusal takes no longer than the next. */
export function getDummyHash(): Promise<string> {
  store.__deskDummyHash ??= hashPassword(randomBytes(32).toString("base64"));
  return store.__deskDummyHash;
}
