import { expect, onTestFinished, test } from "vitest";
import { startTestDesk } from "./testing/desk";
import { toDownload } from "./to-download";

const FILE = {
  fileName: "sessions-2026-11-23.csv",
  contentType: "text/csv; charset=utf-8",
  requestId: "req_1",
  rows: 2,
  isCut: false,
};

async function* write(parts: readonly string[], fault?: Error): AsyncGenerator<string> {
  yield* parts;
  if (fault) throw fault;
}

test("sends the parts in order, as a file that nobody stores or sniffs", async () => {
  const answer = toDownload({ ...FILE, parts: write(["a\r\n", "ü\r\n"]) });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-disposition": 'attachment; filename="sessions-2026-11-23.csv"',
    "x-content-type-options": "nosniff",
    "x-request-id": "req_1",
    "x-desk-rows": "2",
    "x-desk-cut": "0",
  });
  expect(await answer.text()).toBe("a\r\nü\r\n");
});

test("a fault on the way breaks the file off, and tells nothing of the question", async () => {
  const desk = await startTestDesk("http://127.0.0.1:9");
  onTestFinished(() => desk.close());
  const fault = new Error("select secret-of-the-query from sessions");
  const answer = toDownload({ ...FILE, parts: write(["a\r\n"], fault) });
  const thrown = await answer.text().catch((error: unknown) => error);
  expect(thrown).toMatchObject({ message: "The desk's database did not answer." });
  expect(desk.logLines.join()).toContain("the database failed");
  expect(desk.logLines.join()).not.toContain("secret-of-the-query");
});

test("reads no further once the browser has gone", async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<string> {
    for (;;) yield `${read++}\r\n`;
  }
  const parts = endless();
  const reader = toDownload({ ...FILE, parts }).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  const seen = read;
  expect(await parts.next()).toEqual({ done: true, value: undefined });
  expect(read).toBe(seen);
});
