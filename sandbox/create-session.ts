import { randomBytes } from "node:crypto";
import { createBody } from "./input";
import { type SandboxResponse, toData, toFault, toInvalid, toText } from "./replies";
import type { RouteContext } from "./route";
import { LIFETIME_MS, type SessionRow, toSession } from "./row";
import { isClaimKey, toEffectiveFields } from "./share-fields";

const DOCS = "https://kayle.id/docs/api/sessions#create";

type Asked = { required: boolean; reason: string };

/** A session that was just created: open, all defaults. */
export function toNewRow(id: string, now: number): SessionRow {
  return {
    id,
    status: "created",
    failureCode: null,
    nfcTriesUsed: 0,
    livenessTriesUsed: 0,
    contractVersion: 1,
    shareFields: toEffectiveFields(undefined),
    redirectUrl: null,
    webhookEndpointId: null,
    createdAt: now,
    expiresAt: now + LIFETIME_MS,
    completedAt: null,
    updatedAt: now,
  };
}

/** OpenAPI 1.5.0: a reason may be empty only for an age that goes with the date of birth. */
function findFieldFault(asked: Record<string, Asked>): SandboxResponse | null {
  const unknown = Object.keys(asked).find((key) => !isClaimKey(key));
  if (unknown !== undefined) {
    return toFault(400, {
      code: "UNKNOWN_CLAIM_KEY",
      message: "Unknown claim key.",
      hint: "Use a supported claim key from the share contract allowlist.",
      docs: DOCS,
    });
  }
  const isReasonNeeded = (key: string) =>
    !(key.startsWith("age_over_") && asked["date_of_birth"] !== undefined);
  const silent = Object.entries(asked).find(([key, f]) => f.reason === "" && isReasonNeeded(key));
  return silent === undefined
    ? null
    : toFault(400, {
        code: "BAD_REQUEST",
        message: "A reason is missing.",
        hint: "Give each requested field a reason.",
        docs: DOCS,
      });
}

function parseBody(text: string): { value: unknown } | null {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function toWebhook(named: string | string[] | undefined): string | string[] | null {
  if (named === undefined) return null;
  // Recorded server 1.6.0: a list of one comes back as a string.
  return Array.isArray(named) && named.length === 1 ? (named[0] ?? null) : named;
}

/** Answers with the one-shot secret, once in a field of its own and once inside the link. */
export function createSession(context: RouteContext): SandboxResponse {
  const body = parseBody(context.body);
  if (body === null) return toText(400, "Malformed JSON in request body");
  const input = createBody.safeParse(body.value);
  if (!input.success) return toInvalid(input.error);
  const { share_fields, redirect_url, webhook_endpoint_id } = input.data;
  const fault = share_fields === undefined ? null : findFieldFault(share_fields);
  if (fault !== null) return fault;
  const row: SessionRow = {
    ...toNewRow(context.nextSessionId(), context.now),
    shareFields: toEffectiveFields(share_fields),
    redirectUrl: redirect_url ?? null,
    webhookEndpointId: toWebhook(webhook_endpoint_id),
  };
  context.organisation.sessions.insert([row]);
  const cancelToken = randomBytes(32).toString("base64url");
  const session = toSession({ ...row, leakedToken: cancelToken }, context.verifyBaseUrl);
  return toData({ ...session, cancel_token: cancelToken });
}
