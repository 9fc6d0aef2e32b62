import "server-only";
import { DeskError } from "./desk-error";

/**
 * Whether a request says that it is JSON, with or without a body: no form can, and a script of another
 * site must ask the browser first.
 */
export function isJsonType(request: Request): boolean {
  return /^application\/json\s*(?:;|$)/i.test(request.headers.get("content-type") ?? "");
}

/** @throws DeskError UNSUPPORTED_MEDIA_TYPE */
export function requireJsonType(request: Request): void {
  if (isJsonType(request)) return;
  throw new DeskError("UNSUPPORTED_MEDIA_TYPE", { logDetail: "content type is not JSON" });
}
