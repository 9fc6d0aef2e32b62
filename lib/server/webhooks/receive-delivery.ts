import "server-only";
import type { WebhookKeys } from "../webhook-env";
import type { ByteBudget } from "./byte-budget";
import type { Refusal } from "./counters";
import { type DeliveredEvent, openDelivery } from "./open-delivery";
import type { ReadQueue } from "./read-queue";
import { readRawBody } from "./read-raw-body";
import type { SeenDeliveries } from "./seen-deliveries";
import { type ClaimedSignature, isSignedBy, isTimely, parseSignature } from "./signature";

export type Receipt =
  | { outcome: "accepted"; deliveryId: string; event: DeliveredEvent }
  | { outcome: "replayed"; deliveryId: string }
  | { outcome: "refused"; reason: Refusal }
  | { outcome: "busy" };

export type Receiver = {
  keys: WebhookKeys;
  /** Unix milliseconds. */
  now: () => number;
  seen: SeenDeliveries;
  queue: ReadQueue;
  budget: ByteBudget;
};

type ClaimedDelivery = { deliveryId: string; signature: ClaimedSignature };

/** Far above any delivery, one with the photo of a document included. */
const BODY_BYTES_MAX = 1024 * 1024;
/** Kayle itself gives a delivery up after 15 s. */
export const BODY_WITHIN_MS = 10_000;

/**
 * Judges one request from anybody. What costs least comes first: two headers and the clock, then the
 * body up to its limit, then its signature; only what Kayle signed reaches the private key.
 */
export async function receiveDelivery(request: Request, receiver: Receiver): Promise<Receipt> {
  const claimed = readHeaders(request.headers, receiver.now());
  if (typeof claimed === "string") return refuse(claimed);
  const { budget } = receiver;
  const limits = { bytesMax: BODY_BYTES_MAX, withinMs: BODY_WITHIN_MS, budget };
  const body = await readRawBody(request, limits);
  if (body === "busy") return { outcome: "busy" };
  if (typeof body === "string") return refuse(body);
  try {
    return await judge(claimed, body, receiver);
  } finally {
    budget.give(body.length);
  }
}

function readHeaders(headers: Headers, nowMs: number): ClaimedDelivery | Refusal {
  const header = headers.get("x-kayle-signature");
  if (header === null) return "signature_missing";
  const signature = parseSignature(header);
  if (signature === null) return "signature_malformed";
  if (!isTimely(signature, nowMs)) return "stale";
  const deliveryId = headers.get("x-kayle-delivery-id") ?? "";
  // OpenAPI 1.5.0 allows these characters and lengths in a delivery's path; all recorded ids fit.
  if (!/^whd_[A-Za-z0-9_-]{1,124}$/.test(deliveryId)) return "delivery_id_missing";
  return { deliveryId, signature };
}

async function judge(
  { deliveryId, signature }: ClaimedDelivery,
  body: Buffer,
  { keys, seen, queue }: Receiver,
): Promise<Receipt> {
  if (!isSignedBy(keys.secret, signature, body)) return refuse("signature_wrong");
  // The delivery id is not under the signature: whoever has a copy could send it with another id. So
  // the signature itself is remembered too; Kayle's own next attempt has a new one, and the same id.
  const names = [deliveryId, signature.digest.toString("hex")];
  const replayed: Receipt = { outcome: "replayed", deliveryId };
  if (seen.has(names)) return replayed;
  const event = await openDelivery(body, keys.privateKey);
  if (typeof event === "string") return refuse(event);
  // Asked again, and nothing awaited from here on: the same delivery may have come twice at once.
  if (seen.has(names)) return replayed;
  if (!queue.offer(event.sessionId)) return { outcome: "busy" };
  seen.add(names);
  return { outcome: "accepted", deliveryId, event };
}

function refuse(reason: Refusal): Receipt {
  return { outcome: "refused", reason };
}
