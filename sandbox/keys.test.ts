import { describe, expect, it } from "vitest";
import { createSandbox } from "./sandbox";
import { callSandbox } from "./test-call";

describe("a key", () => {
  const sandbox = createSandbox({ keys: { main: "kk_x" }, now: () => 1.8e12 });
  const ask = async (authorization: string | undefined) => {
    const answer = await sandbox.handle({
      method: "GET",
      url: "/v1/sessions",
      headers: { authorization },
    });
    return answer.status;
  };

  it.each(["Bearer kk_x", "Bearer    kk_x  "])("is taken as %j", async (header) => {
    expect(await ask(header)).toBe(200);
  });

  it.each([
    undefined,
    "",
    "Bearer ",
    "bearer kk_x",
    "Bearerkk_x",
    "Basic kk_x",
    "kk_x",
    "Bearer x",
  ])("is not taken as %j", async (header) => {
    expect(await ask(header)).toBe(401);
  });

  it("is looked at before the route, the route before the scope, the scope before the input", async () => {
    expect((await callSandbox(sandbox, "GET /v1/nope", { key: "disabled" })).status).toBe(401);
    expect((await callSandbox(sandbox, "GET /v1/nope", { key: "noScopes" })).status).toBe(404);
    const malformed = "GET /v1/sessions/vs_abc";
    expect((await callSandbox(sandbox, malformed, { key: "frozen" })).status).toBe(410);
    expect((await callSandbox(sandbox, malformed, { key: "noScopes" })).status).toBe(403);
    expect((await callSandbox(sandbox, malformed)).status).toBe(400);
  });

  it("of the desk for reading cancels nothing, and the one for writing does", async () => {
    const id = sandbox.sessions.create([{}])[0]?.id ?? "";
    const cancel = `POST /v1/sessions/${id}/cancel`;
    expect((await callSandbox(sandbox, cancel, { key: "deskRead" })).status).toBe(403);
    expect((await callSandbox(sandbox, `GET /v1/sessions/${id}`, { key: "deskRead" })).status).toBe(
      200,
    );
    expect((await callSandbox(sandbox, "GET /v1/events", { key: "deskRead" })).status).toBe(200);
    expect((await callSandbox(sandbox, cancel, { key: "deskWrite" })).status).toBe(204);
  });

  it("may read what it may write", async () => {
    const list = "GET /v1/sessions";
    expect((await callSandbox(sandbox, list, { key: "writeOnly" })).status).toBe(200);
    expect((await callSandbox(sandbox, list, { key: "webhooksOnly" })).status).toBe(403);
  });
});
