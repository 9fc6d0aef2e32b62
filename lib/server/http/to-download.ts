import "server-only";
import { withDatabaseFaults } from "../db/database-fault-error";

export type Download = {
  /** The head and then page after page; asked for only as fast as the browser takes it. */
  parts: AsyncIterator<string>;
  /** Plain ASCII; it stands in a header. */
  fileName: string;
  contentType: string;
  requestId: string;
  /** Rows that the file holds; null where they are counted only by writing them. */
  rows: number | null;
  /** Whether there are more than it may hold. */
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
      const { value, done } = await withDatabaseFaults(() => parts.next());
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
      ...(rows !== null && { "x-desk-rows": String(rows) }),
      "x-desk-cut": isCut ? "1" : "0",
    },
  });
}
