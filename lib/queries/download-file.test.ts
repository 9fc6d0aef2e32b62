import { afterEach, expect, test, vi } from "vitest";
import { ApiClientError } from "./api-client-error";
import { downloadFile } from "./download-file";

afterEach(() => vi.unstubAllGlobals());

function answerWith(response: Response | Error): void {
  const answer = response instanceof Error ? Promise.reject(response) : Promise.resolve(response);
  vi.stubGlobal("fetch", () => answer);
}

async function errorOf(): Promise<unknown> {
  const thrown = await downloadFile("/api/x").catch((error: unknown) => error);
  return thrown instanceof ApiClientError ? thrown.error.code : thrown;
}

test("gives the file with its name and what the desk says is in it", async () => {
  const headers = {
    "content-disposition": 'attachment; filename="access-log-2026-11-23.csv"',
    "x-desk-rows": "12",
    "x-desk-cut": "1",
  };
  answerWith(new Response("a,b", { headers }));
  const file = await downloadFile("/api/x");
  expect(file).toMatchObject({ name: "access-log-2026-11-23.csv", rows: 12, isCut: true });
  expect(await file.blob.text()).toBe("a,b");
});

test("a name that could leave the folder is no name", async () => {
  const headers = { "content-disposition": 'attachment; filename="../../evil.exe"' };
  answerWith(new Response("", { headers }));
  expect((await downloadFile("/api/x")).name).toBe("export");
});

test("a refusal comes as words, and one that breaks off is no file", async () => {
  const error = { code: "FORBIDDEN", message: "No.", hint: "Ask.", requestId: "req_1" };
  answerWith(Response.json({ data: null, error, meta: {} }, { status: 403 }));
  expect(await errorOf()).toBe("FORBIDDEN");
  answerWith(new Response("<html>", { status: 502 }));
  expect(await errorOf()).toBe("UNREADABLE_ANSWER");
  answerWith(new TypeError("failed to fetch"));
  expect(await errorOf()).toBe("OFFLINE");
  let count = 0;
  const broken = new ReadableStream({
    pull(controller) {
      if (count++ === 0) controller.enqueue(new TextEncoder().encode("half"));
      else controller.error(new Error("cut off"));
    },
  });
  answerWith(new Response(broken));
  expect(await errorOf()).toBe("OFFLINE");
});
