import type { KeyName } from "@/sandbox/keys";
import type { SandboxRequest } from "@/sandbox/replies";
import type { Sandbox } from "@/sandbox/sandbox";
import type { ObservedRecord } from "../replay/observed";

/** Whose key a recorded call carried; the recording masks the key and tells by its name. */
const KEY_BY_NAME: readonly [pattern: RegExp, key: KeyName | "unknown"][] = [
  [/bad key/, "unknown"],
  [/main_disabled/, "disabled"],
  [/no_scopes/, "noScopes"],
  [/sessions_read|sessions:read/, "readOnly"],
  [/sessions_write_only/, "writeOnly"],
  [/webhooks_read/, "webhooksOnly"],
  [/analytics_read/, "analyticsOnly"],
  [/other_org/, "other"],
  [/frozen/, "frozen"],
  [/empty org/, "empty"],
];

function toHeaders(record: ObservedRecord, sandbox: Sandbox): Record<string, string> {
  const name = KEY_BY_NAME.find(([pattern]) => pattern.test(record.name))?.[1] ?? "main";
  const key = name === "unknown" ? "kk_nobody_has_this" : sandbox.keys[name];
  const pairs = Object.entries(record.request.headers).map(([header, value]) => {
    return [header.toLowerCase(), value.replace("kk_<key>", key)];
  });
  return Object.fromEntries(pairs);
}

type RecordedSession = {
  status: string;
  failure_code: string | null;
  nfc_tries_used: number;
  liveness_tries_used: number;
  share_fields: Record<string, { required: boolean; reason: string; source: string }>;
  redirect_url: string | null;
  webhook_endpoint_id: string | string[] | null;
};

function findSession(record: ObservedRecord): RecordedSession | null {
  const body = record.body as { data?: unknown };
  const isSession = record.request.path.startsWith("/v1/sessions/vs_") && record.status === 200;
  return isSession && typeof body?.data === "object" ? (body.data as RecordedSession) : null;
}

/** Puts a session like the recorded one, under the recorded id, into the sandbox. */
function createTwin(sandbox: Sandbox, id: string, like: RecordedSession | null): void {
  if (sandbox.sessions.find(id) !== null) return;
  if (like === null) {
    sandbox.sessions.create([{ id }]);
    return;
  }
  const { status, failure_code, nfc_tries_used, liveness_tries_used, share_fields } = like;
  const { redirect_url, webhook_endpoint_id } = like;
  const tries = { nfc_tries_used, liveness_tries_used };
  const rest = { share_fields, redirect_url, webhook_endpoint_id };
  sandbox.sessions.create([{ id, status, failure_code, ...tries, ...rest }]);
}

const ABSENT = /vs_([zZ]{64}|0{64}|a{64})$|other org/;

/** Finds what stands in the sandbox for the ids of a recorded path. */
function toPath(record: ObservedRecord, sandbox: Sandbox, events: () => string): string {
  const { path } = record.request;
  if (record.name.includes("other org's")) {
    return path.replace(/vs_[a-z0-9]{64}/, sandbox.notableId("other-organisation"));
  }
  if (record.name.includes("events: by id") || record.name === "deliveries: event_id") {
    return path.replace(/evt_[a-z0-9]{64}/, events());
  }
  return path;
}

/**
 * The recorded call as the sandbox has to be asked, in the same situation: the same kind of key, a
 * session that stands as the recorded one stood, a database that answers or does not.
 */
export function toSandboxCall(
  record: ObservedRecord,
  sandbox: Sandbox,
  events: () => string,
): SandboxRequest {
  const id = /vs_[a-z0-9]{64}(?=[/?]|$)/.exec(record.request.path)?.[0];
  const isRead = record.request.path.startsWith("/v1/sessions/");
  if (id !== undefined && isRead && !ABSENT.test(id) && !record.name.includes("other org's")) {
    createTwin(sandbox, id, findSession(record));
  }
  if (record.name.startsWith("db unreachable")) sandbox.faults.add({ kind: "error", times: 1 });
  if (record.name === "deliveries: status=delivering") {
    // One endpoint of the sandbox needs 25 seconds, so this session's delivery is still under way.
    const completed_at = new Date(sandbox.clock.now() - 10_000).toISOString();
    sandbox.sessions.create([{ status: "succeeded", completed_at }]);
  }
  const { body } = record.request;
  return {
    method: record.request.method,
    url: toPath(record, sandbox, events),
    headers: toHeaders(record, sandbox),
    ...(body !== undefined && body !== null && { body: JSON.stringify(body) }),
  };
}
