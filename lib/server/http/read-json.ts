import "server-only";
import type { z } from "zod";
import { DeskError } from "./desk-error";
import { toInvalidRequest, toInvalidRequestFrom } from "./invalid-request";
import { requireJsonType } from "./require-json-type";

const BODY_BYTES_MAX = 16 * 1024;

/**
 * The request's JSON body by `schema`. Another content type is refused, since a form on another page
 * could send it; so is a body above 16 KB, whatever its length header says.
 */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  requireJsonType(request);
  const parsed = schema.safeParse(parseJson(await readText(request)));
  if (!parsed.success) throw toInvalidRequestFrom(parsed.error);
  return parsed.data;
}

/** A body as text. @throws DeskError BODY_TOO_LARGE, whatever its length header says */
export async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX) throw toTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw toInvalidRequest("The body is not JSON.");
  }
}

function toTooLarge(): DeskError {
  return new DeskError("BODY_TOO_LARGE", { logDetail: `body above ${BODY_BYTES_MAX} bytes` });
}
