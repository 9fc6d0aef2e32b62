import "server-only";

export type Download = {
  /** The head and then page after page; asked for only as fast as the browser takes it. */
  parts: AsyncIterator<string>;
  /** Plain ASCII; it stands in a header. */
  fileName: string;
  contentType: string;
  requestId: string;
  /** Rows that the file holds, and whether there are more than it may hold. */
  rows: number;
  isCut: boolean;
};

/**
 * A file that is written while it is sent. A fault on the way breaks the answer off, so that the
 * browser reports a failed download and never keeps half a file as a whole one.
 */
export function toDownload({ parts, fileName, contentType, requestId, rows, isCut }: Download) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      vary: "cookie",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      "x-desk-rows": String(rows),
      "x-desk-cut": isCut ? "1" : "0",
    },
  });
}
