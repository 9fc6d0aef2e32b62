import { describe, expect, it } from "vitest";
import { createSandbox } from "./sandbox";
import { callSandbox, readSession } from "./test-call";

const NOW = Date.parse("2026-11-23T12:00:00Z");

describe("cancelling", () => {
  const sandbox = createSandbox({ live: false, now: () => NOW });
  const cancel = (id: string) => callSandbox(sandbox, `POST /v1/sessions/${id}/cancel`);

  it.each(["created", "in-progress", "overdue-in-progress"])(
    "ends an open session: %s",
    async (name) => {
      const id = sandbox.notableId(name);
      expect(await cancel(id)).toMatchObject({ status: 204, body: null });
      expect(await readSession(sandbox, id)).toMatchObject({
        status: "cancelled",
        completed_at: "2026-11-23T12:00:00.000Z",
        updated_at: "2026-11-23T12:00:00.006Z",
      });
    },
  );

  it.each(["succeeded", "failed-nfc-third", "expired-never-started", "cancelled-after-success"])(
    "answers 204 for an ended session and changes nothing: %s",
    async (name) => {
      const id = sandbox.notableId(name);
      const before = await readSession(sandbox, id);
      expect((await cancel(id)).status).toBe(204);
      expect(await readSession(sandbox, id)).toEqual(before);
    },
  );

  it("answers 204 each time, and tells the end once", async () => {
    const [made] = sandbox.sessions.create([{}]);
    const id = made?.id ?? "";
    expect([(await cancel(id)).status, (await cancel(id)).status]).toEqual([204, 204]);
    const { body } = await callSandbox<{ data: { trigger_id: string }[] }>(
      sandbox,
      "GET /v1/events?type=verification.session.cancelled&limit=100",
    );
    expect(body.data.filter((event) => event.trigger_id === id)).toHaveLength(1);
  });

  it("refuses without the scope, before it looks at the id", async () => {
    for (const id of [sandbox.notableId("expiring-soon"), "nonsense"]) {
      const call = `POST /v1/sessions/${id}/cancel`;
      expect((await callSandbox(sandbox, call, { key: "readOnly" })).status).toBe(403);
    }
    const session = await readSession(sandbox, sandbox.notableId("expiring-soon"));
    expect(session.status).toBe("in_progress");
  });
});

describe("creating", () => {
  const sandbox = createSandbox({ live: false, now: () => NOW });
  type Created = { data: { id: string; verification_url: string; cancel_token?: string } };

  it("gives the one-shot secret once: in the answer and never again", async () => {
    const { body } = await callSandbox<Created>(sandbox, "POST /v1/sessions", { body: {} });
    const { id, cancel_token, verification_url } = body.data;
    expect(verification_url).toBe(`https://verify.kayle.id/${id}?cancel_token=${cancel_token}`);
    const { body: read } = await callSandbox<Created>(sandbox, `GET /v1/sessions/${id}`);
    expect(JSON.stringify(read)).not.toContain("cancel_token");
  });

  it("adds what Kayle always asks for and makes a list of one endpoint a string", async () => {
    const asked = { age_over_18: { required: true, reason: "Adults only." } };
    const { body } = await callSandbox<Created>(sandbox, "POST /v1/sessions", {
      body: { share_fields: asked, webhook_endpoint_id: ["whe_one"] },
    });
    expect(body.data).toMatchObject({ webhook_endpoint_id: "whe_one" });
    expect(body.data).toHaveProperty("share_fields.kayle_document_id.source", "default");
    expect(body.data).toHaveProperty("share_fields.age_over_18.source", "rc");
  });
});
