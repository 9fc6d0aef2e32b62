import "server-only";
import { createHmac } from "node:crypto";
import { getEnv } from "../env";

/**
 * A mark by which a page tells one person from another without holding an id: it means nothing
 * outside this desk, and nobody can make one without the desk's secret.
 */
export function toPersonMark(staffId: string): string {
  const key = getEnv().nextauthSecret;
  const text = JSON.stringify(["person", staffId]);
  return createHmac("sha256", key).update(text).digest("base64url").slice(0, 16);
}
