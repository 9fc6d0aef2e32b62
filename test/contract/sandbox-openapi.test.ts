import { describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "@/sandbox/sandbox";
import { createOpenApiValidator } from "./openapi-validator";
import { hasUpstreamFiles, readOpenApi } from "./upstream-files";

const SUITE = "the sandbox against Kayle's OpenAPI document";

function caller(sandbox: Sandbox) {
  return async (method: string, url: string, body?: string) => {
    const headers = { authorization: `Bearer ${sandbox.keys.main}` };
    const response = await sandbox.handle({ method, url, headers, ...(body && { body }) });
    return { status: response.status, body: JSON.parse(String(response.body ?? "null")) };
  };
}

const NO_DOCUMENT = { paths: {}, components: { schemas: {} } };
const isThere = hasUpstreamFiles(SUITE);

describe.skipIf(!isThere)(SUITE, () => {
  const listFaults = createOpenApiValidator(isThere ? readOpenApi() : NO_DOCUMENT);
  const sandbox = createSandbox({ leakCancelTokens: true });
  const call = caller(sandbox);

  it("refuses what breaks the document, so that agreeing means something", async () => {
    const { body } = await call("GET", `/v1/sessions/${sandbox.notableId("succeeded")}`);
    body.data.nfc_tries_used = 4;
    expect(listFaults("GET", "/v1/sessions/{id}", 200, body)).not.toEqual([]);
  });

  it("answers every notable session as documented", async () => {
    for (const { name, id } of sandbox.notable()) {
      const { status, body } = await call("GET", `/v1/sessions/${id}`);
      if (name.endsWith("-organisation")) expect(status).toBe(404);
      else expect([name, listFaults("GET", "/v1/sessions/{id}", 200, body)]).toEqual([name, []]);
    }
  });

  it("answers every page of sessions as documented", async () => {
    let url = "/v1/sessions?limit=100";
    for (let page = 0; page < 10 && url !== ""; page++) {
      const { body } = await call("GET", url);
      expect(listFaults("GET", "/v1/sessions", 200, body)).toEqual([]);
      const { has_more, next_cursor } = body.pagination;
      url = has_more ? `/v1/sessions?limit=100&starting_after=${next_cursor}` : "";
    }
    expect(url).toBe("");
  });

  it("creates a session as documented", async () => {
    const { status, body } = await call("POST", "/v1/sessions", "{}");
    expect([status, listFaults("POST", "/v1/sessions", 200, body)]).toEqual([200, []]);
    const unknown = JSON.stringify({ share_fields: { shoe: { required: true, reason: "x" } } });
    const refused = await call("POST", "/v1/sessions", unknown);
    expect(refused.status).toBe(400);
    expect(listFaults("POST", "/v1/sessions", 400, refused.body)).toEqual([]);
  });

  it("answers an unknown session to a read and to a cancel as documented", async () => {
    const unknown = `/v1/sessions/vs_${"z".repeat(64)}`;
    const read = await call("GET", unknown);
    expect(listFaults("GET", "/v1/sessions/{id}", 404, read.body)).toEqual([]);
    const cancelled = await call("POST", `${unknown}/cancel`);
    expect(listFaults("POST", "/v1/sessions/{id}/cancel", 404, cancelled.body)).toEqual([]);
  });

  it("answers events as documented, under both paths", async () => {
    for (const path of ["/v1/events", "/v1/webhooks/events"]) {
      const { body } = await call("GET", `${path}?limit=100`);
      expect(body.data).toHaveLength(100);
      expect(listFaults("GET", path, 200, body)).toEqual([]);
      const one = await call("GET", `${path}/${body.data[0].id}`);
      expect(listFaults("GET", `${path}/{event_id}`, 200, one.body)).toEqual([]);
    }
  });

  it("answers deliveries, retries and replays as documented", async () => {
    const path = "/v1/webhooks/deliveries";
    const { body } = await call("GET", `${path}?limit=100&status=failed`);
    expect(listFaults("GET", path, 200, body)).toEqual([]);
    const kept = body.data.filter(
      (one: { payload_retention_reason: string }) =>
        one.payload_retention_reason === "terminal_failure_retention",
    );
    const retried = await call("POST", `${path}/${kept[0].id}/retry`);
    expect(retried.status).toBe(200);
    expect(listFaults("POST", `${path}/{delivery_id}/retry`, 200, retried.body)).toEqual([]);
    const again = await call("POST", `${path}/${kept[0].id}/retry`);
    expect(again.status).toBe(409);
    expect(listFaults("POST", `${path}/{delivery_id}/retry`, 409, again.body)).toEqual([]);
    const replayed = await call("POST", `/v1/events/${kept[1].event_id}/replay`);
    expect(replayed.status).toBe(202);
    expect(listFaults("POST", "/v1/events/{event_id}/replay", 202, replayed.body)).toEqual([]);
  });

  it("answers endpoints and analytics as documented", async () => {
    const endpoints = await call("GET", "/v1/webhooks/endpoints");
    expect(listFaults("GET", "/v1/webhooks/endpoints", 200, endpoints.body)).toEqual([]);
    const overview = "/v1/analytics/sessions/overview";
    const { body } = await call("GET", overview);
    expect(listFaults("GET", overview, 200, body)).toEqual([]);
  });
});
