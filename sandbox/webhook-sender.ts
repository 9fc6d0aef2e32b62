import { createHmac, randomBytes } from "node:crypto";
import { CompactEncrypt, importJWK, type JWK } from "jose";
import type { EventRecord } from "./event-log";

/** A receiver that the sandbox really delivers to, over HTTP. */
export type WebhookTarget = {
  url: string;
  /** Signs the deliveries. */
  secret: string;
  /** The receiver's public RSA key. */
  publicJwk: JWK;
  /** Waits before the second attempt, the third and so on; Kayle's own first two unless told. */
  retryAfterMs?: readonly number[];
};

const RETRY_AFTER_MS = [5_000, 300_000];
const ATTEMPT_TIMEOUT_MS = 15_000;
/** Some receivers must prove that they keep nothing of these. */
const MADE_UP_CLAIMS = { family_name: "Sandbox-Muster", given_names: "Made Up", age_over_18: true };

/**
 * Sends each event of a session as Kayle would: the payload as a compact JWE to the receiver's key,
 * the body signed together with the time. These deliveries come on top of the listed ones, which are
 * computed and never sent.
 */
export function createWebhookSender(target: WebhookTarget): (event: EventRecord) => void {
  return (event) => {
    if (event.triggerType === "verification_session") void deliver(event, target);
  };
}

async function deliver(event: EventRecord, target: WebhookTarget): Promise<void> {
  const body = await encrypt(toPayload(event), target.publicJwk);
  const deliveryId = `whd_${randomBytes(32).toString("hex")}`;
  for (const waitMs of [0, ...(target.retryAfterMs ?? RETRY_AFTER_MS)]) {
    await new Promise<void>((resolve) => void setTimeout(resolve, waitMs).unref());
    if (await attempt(target, event.type, deliveryId, body)) return;
  }
}

/** The payloads of OpenAPI 1.5.0, "webhooks". */
function toPayload({ id, type, triggerId }: EventRecord): Record<string, unknown> {
  const metadata = { contract_version: 1, event_id: id, verification_session_id: triggerId };
  const isSuccess = type === "verification.session.succeeded";
  const data = { claims: MADE_UP_CLAIMS, selected_field_keys: Object.keys(MADE_UP_CLAIMS) };
  return { type, metadata, data: isSuccess ? data : {} };
}

async function encrypt(payload: unknown, publicJwk: JWK): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: "sandbox" })
    .encrypt(await importJWK(publicJwk, "RSA-OAEP-256"));
}

/** Whether the receiver took it. Each attempt is signed anew, with its own time. */
async function attempt(
  { url, secret }: WebhookTarget,
  type: string,
  deliveryId: string,
  body: string,
): Promise<boolean> {
  const time = Math.floor(Date.now() / 1000);
  const digest = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/jose",
        "x-kayle-delivery-id": deliveryId,
        "x-kayle-event": type,
        "x-kayle-signature": `t=${time},v1=${digest}`,
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
