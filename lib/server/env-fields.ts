import "server-only";
import { z } from "zod";
import { parseUrl } from "@/lib/domain/parse-url";

/** Kinds of variables, each with a fault of one line that names the variable and never its value. */

const LOOPBACK_HOSTS: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Digits alone; `fallback` where the variable is not set. */
export function wholeNumber(name: string, min: number, max: number, fallback: number) {
  const fault = `${name} must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^\d{1,9}$/, fault)
    .transform(Number)
    .refine((value) => value >= min && value <= max, fault)
    .default(fallback);
}

/** An address with nothing after its path; a password or a query in it would end up in logs. */
export function baseUrl(name: string) {
  return z
    .string()
    .refine(
      (value) => findBaseUrl(value) !== null,
      `${name} must be a plain http or https address such as https://example.com.`,
    )
    .transform((value) => value.replace(/\/+$/, ""));
}

/** Printable characters alone, as a header takes them. */
export function apiKey(name: string) {
  return z
    .string()
    .regex(/^[\x21-\x7e]+$/, `${name} holds a space or a character that no key has.`)
    .optional();
}

export function postgresUrl(name: string) {
  const isPostgresUrl = (value: string) =>
    /^postgres(ql)?:\/\//.test(value) && parseUrl(value) !== null;
  return z
    .string()
    .refine(isPostgresUrl, `${name} must begin with postgres:// or postgresql:// and name a host.`);
}

/** The address that a base URL is; null for any other text. */
export function findBaseUrl(value: string): URL | null {
  const url = parseUrl(value);
  if (!url || url.username || url.password || url.search || url.hash) return null;
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

/** Whether it is plain http to another machine, where a key or a password could be overheard. */
export function isInsecure(value: string | undefined): boolean {
  const url = value === undefined ? null : findBaseUrl(value);
  return url !== null && url.protocol !== "https:" && !LOOPBACK_HOSTS.includes(url.hostname);
}
