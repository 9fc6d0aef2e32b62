import { describe, expect, test } from "vitest";
import { cancelRequestSchema } from "@/lib/contracts/api";
import { sessionListQuerySchema } from "@/lib/contracts/session-list-query";
import type { DeskError } from "./desk-error";
import { readJson } from "./read-json";
import { readQuery } from "./read-query";

const JSON_TYPE = { "content-type": "application/json" };

function post(body: BodyInit | null, headers: Record<string, string> = JSON_TYPE): Request {
  const init = { method: "POST", body, headers, duplex: "half" };
  return new Request("http://desk.test/api", init as RequestInit);
}

function faultOfBody(request: Request): Promise<unknown> {
  return readJson(request, cancelRequestSchema).then(
    () => "no fault",
    (error: unknown) => error,
  );
}

function faultOfQuery(query: string): DeskError {
  try {
    readQuery(new Request(`http://desk.test/api?${query}`), sessionListQuerySchema);
  } catch (error) {
    return error as DeskError;
  }
  throw new Error("the query was to be refused");
}

describe("a JSON body", () => {
  test("comes through parsed", async () => {
    const type = { "content-type": "Application/JSON; charset=utf-8" };
    const body = JSON.stringify({ reason: "  Customer asked " });
    expect(await readJson(post(body, type), cancelRequestSchema)).toEqual({
      reason: "Customer asked",
    });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])(
    "of the type %j is refused, as another page's form could have sent it",
    async (type) => {
      const fault = await faultOfBody(post('{"reason":"x"}', { "content-type": type }));
      expect(fault).toMatchObject({ code: "UNSUPPORTED_MEDIA_TYPE" });
    },
  );

  test("above 16 KB is refused, whether or not it ever ends", async () => {
    const long = JSON.stringify({ reason: "x".repeat(17_000) });
    expect(await faultOfBody(post(long))).toMatchObject({ code: "BODY_TOO_LARGE" });
    const chunk = new Uint8Array(1024).fill(32);
    const endless = new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(chunk) });
    expect(await faultOfBody(post(endless))).toMatchObject({ code: "BODY_TOO_LARGE" });
  });

  test.each(["", "{", "<html>"])("that is %j is not JSON", async (body) => {
    expect(await faultOfBody(post(body))).toMatchObject({
      code: "INVALID_REQUEST",
      hint: "The body is not JSON.",
    });
  });

  test.each([
    [{}, "Not accepted as it is: reason."],
    [{ reason: "   " }, "Not accepted as it is: reason."],
    [{ reason: "x".repeat(501) }, "Not accepted as it is: reason."],
    [{ reason: "x", force: true }, "Not known here: force."],
    [[], "Not accepted as it is: the whole of it."],
  ])("%j is refused by the name of what is wrong", async (body, hint) => {
    const fault = await faultOfBody(post(JSON.stringify(body)));
    expect(fault).toMatchObject({ code: "INVALID_REQUEST", hint });
  });
});

describe("a query", () => {
  test("comes through parsed", () => {
    const request = new Request("http://desk.test/api?status=failed&limit=25");
    expect(readQuery(request, sessionListQuerySchema)).toEqual({ status: "failed", limit: 25 });
  });

  test.each([
    ["sort=newest&page=2", "Not known here: sort, page."],
    ["status=bogus&limit=0", "Not accepted as it is: status, limit."],
    ["limit=1&limit=2", "Given more than once: limit."],
  ])("%j is refused by the name of what is wrong", (query, hint) => {
    expect(faultOfQuery(query)).toMatchObject({ code: "INVALID_REQUEST", hint });
  });

  test("never repeats a name that could be a secret, nor a value", () => {
    const fault = faultOfQuery("kk_live_9aF3secret=1&limit=vs_pasted&%3Cscript%3E=1");
    expect(`${fault.hint} ${fault.logDetail}`).not.toMatch(/9aF3|vs_pasted|script/);
  });
});
