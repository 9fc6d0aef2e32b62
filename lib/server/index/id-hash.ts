import "server-only";
import { createHash } from "node:crypto";

/** SHA-256 in hex. An id is 64 random characters, so its hash leads nowhere back. */
export function toHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
