import "server-only";
import { createHash } from "node:crypto";

const LENGTH = 8;

/** Tells the people of one computer apart in the name of a cookie, and nothing of who they are. */
export function toPersonMark(staffId: string): string {
  return createHash("sha256").update(`preferences ${staffId}`).digest("hex").slice(0, LENGTH);
}
