import "server-only";
import { TooLargeError } from "./upstream-error";

/** Kayle's lists begin with their first session, and a session with its id (recorded server 1.6.0). */
const FIRST_ID = /"id"\s*:\s*"(vs_[A-Za-z0-9]{64})"/;

/**
 * The whole body as text; above the limit the connection is closed in the middle of it.
 * @throws TooLargeError, and whatever breaks the connection.
 */
export async function readBody(body: AsyncIterable<Uint8Array>, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw toTooLarge(chunks[0], bytesMax);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function toTooLarge(first: Uint8Array | undefined, bytesMax: number): TooLargeError {
  const [, id] = FIRST_ID.exec(new TextDecoder().decode(first)) ?? [];
  return new TooLargeError(id ?? null, { logDetail: `body above ${bytesMax} bytes` });
}
