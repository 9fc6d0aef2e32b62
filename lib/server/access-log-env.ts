import "server-only";
import { z } from "zod";

/** The configuration of the access log's key; spread into the whole one by `env-schema.ts`. */

export type AccessLogEnv = {
  /** What the key of the access log's chain is derived from. */
  accessLogSecret: string;
};

const SECRET_CHARACTERS_MIN = 32;

/** A secret long enough that nobody guesses it. */
export function secret(name: string) {
  const fault = `${name} must be at least ${SECRET_CHARACTERS_MIN} characters long.`;
  return z.string().min(SECRET_CHARACTERS_MIN, fault);
}

export const accessLogShape = {
  ACCESS_LOG_KEY: secret("ACCESS_LOG_KEY").optional(),
  ACCESS_LOG_PREVIOUS_KEYS: z
    .string()
    .transform((text) => text.trim().split(/\s+/))
    .optional(),
};

export function toAccessLogEnv(raw: {
  ACCESS_LOG_KEY?: string | undefined;
  NEXTAUTH_SECRET?: string | undefined;
}): AccessLogEnv {
  return { accessLogSecret: raw.ACCESS_LOG_KEY ?? raw.NEXTAUTH_SECRET ?? "" };
}
