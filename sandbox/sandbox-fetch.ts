import type { SandboxResponse } from "./replies";
import type { Sandbox } from "./sandbox";

function toStream(body: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}

function toResponse({ status, headers, body }: SandboxResponse): Response {
  const isText = typeof body === "string" || body === null;
  return new Response(isText ? body : toStream(body), { status, headers });
}

/**
 * A `fetch` that ends in the sandbox without a network. Where a fault drops the connection it rejects
 * with a TypeError, as the real one does.
 */
export function createSandboxFetch(
  sandbox: Sandbox,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const request = new Request(input, init);
    const answer = await sandbox
      .handle({
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
        gone: request.signal,
      })
      .catch((cause: unknown) => {
        throw new TypeError("fetch failed", { cause });
      });
    request.signal.throwIfAborted();
    return toResponse(answer);
  };
}
