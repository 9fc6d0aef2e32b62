import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sessionSchema } from "./api";
import { UNNAMEABLE } from "./unknown-fields";
import { parseUpstreamSession } from "./upstream";

const ID = `vs_${"a1B2".repeat(16)}`;

function wireSession(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: ID,
    status: "created",
    failure_code: null,
    nfc_tries_used: 0,
    liveness_tries_used: 0,
    contract_version: 1,
    share_fields: { date_of_birth: { required: true, reason: "Age", source: "rc" } },
    redirect_url: null,
    webhook_endpoint_id: null,
    verification_url: `https://verify.kayle.id/${ID}`,
    expires_at: "2026-11-23T06:05:42.020Z",
    completed_at: null,
    created_at: "2026-11-23T05:05:42.020Z",
    updated_at: "2026-11-23T05:05:42.020Z",
    ...changes,
  };
}

function faultPaths(value: unknown): string[] {
  try {
    parseUpstreamSession(value);
    return [];
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return error.issues.map((issue) => issue.path.join("."));
  }
}

describe("a session of Kayle's wire", () => {
  test("comes through with every field of the contract and fits the desk's own wire", () => {
    const { session, unknownFields } = parseUpstreamSession(wireSession());
    expect(session).toEqual(wireSession());
    expect(sessionSchema.parse(session)).toEqual(session);
    expect(unknownFields).toEqual([]);
  });

  test("keeps values that Kayle added since as they are", () => {
    const share_fields = { shoe_size: { required: false, reason: "", source: "partner" } };
    const changes = { status: "on_hold", failure_code: "moon_phase", share_fields };
    expect(parseUpstreamSession(wireSession(changes)).session).toMatchObject(changes);
  });

  test("drops fields outside the contract and gives their names, never their values", () => {
    const parsed = parseUpstreamSession(
      wireSession({ claims: { family_name: "Doe" }, admin_secret: "hush-hush" }),
    );
    expect(parsed.unknownFields).toEqual(["admin_secret", "claims"]);
    expect(JSON.stringify(parsed)).not.toMatch(/Doe|hush-hush/);
  });

  test("drops unknown fields inside a share field and names them once", () => {
    const field = { required: true, reason: "x", source: "rc", value: "1990-01-01" };
    const parsed = parseUpstreamSession(wireSession({ share_fields: { a: field, b: field } }));
    expect(parsed.unknownFields).toEqual(["share_fields.*.value"]);
    expect(JSON.stringify(parsed)).not.toContain("1990-01-01");
  });

  test("caps the names in number and length, and hides a name that is really data", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`extra_${at}`, 1]));
    expect(parseUpstreamSession(wireSession(many)).unknownFields).toHaveLength(20);
    const odd = wireSession({ ["x".repeat(5000)]: 1, "Jane Doe, born 1990": 1, "<b>": 1 });
    expect(parseUpstreamSession(odd).unknownFields).toEqual([UNNAMEABLE]);
  });

  test("loses cancel_token as a field, in both URLs, and reports no name for it", () => {
    const secret = "ct_s3cr3tOneShot";
    const parsed = parseUpstreamSession(
      wireSession({
        cancel_token: secret,
        verification_url: `https://verify.kayle.id/${ID}?cancel_token=${secret}`,
        redirect_url: `https://shop.example/back?order=1234&cancel_token=${secret}`,
      }),
    );
    expect(JSON.stringify(parsed)).not.toContain(secret);
    expect(parsed.session.verification_url).toBe(`https://verify.kayle.id/${ID}`);
    expect(parsed.session.redirect_url).toBe("https://shop.example/back?order=1234");
    expect(parsed.unknownFields).toEqual([]);
  });

  test("loses tokens and keys in the reasons, which are otherwise kept to the letter", () => {
    const key = `kk_${"a1B2".repeat(8)}`;
    const reason = `<b>Age</b>, see cancel_token=abcDEF123456 and ${key}`;
    const field = { required: true, reason, source: "rc" };
    const { session } = parseUpstreamSession(wireSession({ share_fields: { age_over_18: field } }));
    const kept = session.share_fields["age_over_18"]?.reason ?? "";
    expect(kept).toMatch(/^<b>Age<\/b>, see /);
    expect(kept).not.toMatch(/abcDEF123456|a1B2/);
  });

  test("survives share field keys that name parts of an object's prototype", () => {
    const json = `{"__proto__": {"required": true, "reason": "", "source": "rc", "polluted": 1},
      "constructor": {"required": true, "reason": "", "source": "rc"}}`;
    const parsed = parseUpstreamSession(wireSession({ share_fields: JSON.parse(json) }));
    expect(Object.keys(parsed.session.share_fields)).toEqual(["constructor"]);
    expect(Object.getPrototypeOf(parsed.session.share_fields)).toBe(Object.prototype);
    expect(parsed.unknownFields).toContain("share_fields.__proto__");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test.each([
    ["one endpoint", "whe_1"],
    ["several endpoints", ["whe_1", "whe_2"]],
    ["no endpoint in particular", null],
  ])("takes %s", (_, webhook_endpoint_id) => {
    const { session } = parseUpstreamSession(wireSession({ webhook_endpoint_id }));
    expect(session.webhook_endpoint_id).toEqual(webhook_endpoint_id);
  });

  test("takes 0 and 32 share fields", () => {
    const field = { required: false, reason: "r".repeat(200), source: "default" };
    const many = Object.fromEntries(Array.from({ length: 32 }, (_, n) => [`age_over_${n}`, field]));
    for (const share_fields of [{}, many]) {
      const { session } = parseUpstreamSession(wireSession({ share_fields }));
      expect(session.share_fields).toEqual(share_fields);
    }
  });

  test.each([
    ["status", { status: 7 }],
    ["nfc_tries_used", { nfc_tries_used: "2" }],
    ["liveness_tries_used", { liveness_tries_used: -1 }],
    ["created_at", { created_at: "yesterday" }],
    ["expires_at", { expires_at: "2026-11-23T06:05:42" }],
    ["verification_url", { verification_url: undefined }],
    ["share_fields.dob.required", { share_fields: { dob: { reason: "", source: "rc" } } }],
  ])("names %s when it breaks the contract", (path, changes) => {
    expect(faultPaths(wireSession(changes))).toEqual([path]);
  });
});
