import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";

/** What `X-Kayle-Signature` says; nothing of it is proven yet. */
export type ClaimedSignature = {
  /** Unix seconds as they were written, since these characters are what was signed. */
  time: string;
  digest: Buffer;
};

/** How far the signature's time may be from the desk's clock, either way. */
export const CLOCK_WINDOW_MS = 5 * 60_000;

/**
 * Reads `t=<unix seconds>,v1=<hex>`; null for any other form. Kayle signs with one secret and sends
 * one `v1`, also after the secret was rotated, so two of them are not its form either.
 */
export function parseSignature(header: string): ClaimedSignature | null {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/i.exec(header);
  const [, time, hex] = match ?? [];
  if (time === undefined || hex === undefined) return null;
  return { time, digest: Buffer.from(hex, "hex") };
}

/** Whether the signature was made about now (`nowMs`, Unix milliseconds). */
export function isTimely({ time }: ClaimedSignature, nowMs: number): boolean {
  return Math.abs(nowMs - Number(time) * 1000) <= CLOCK_WINDOW_MS;
}

/** Whether who knows `secret` signed this time and these bytes. Takes as long either way. */
export function isSignedBy(secret: string, signature: ClaimedSignature, rawBody: Buffer): boolean {
  const expected = createHmac("sha256", secret).update(`${signature.time}.`).update(rawBody);
  // Both are 32 bytes: the form was checked when the header was read.
  return timingSafeEqual(expected.digest(), signature.digest);
}
