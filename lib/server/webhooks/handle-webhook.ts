import "server-only";
import { getEnv } from "../env";
import { getLogger } from "../logger";
import { readAfterDelivery } from "../sessions/read-after-delivery";
import { createRateLimiter } from "../sync/rate-limiter";
import { SYSTEM_CLOCK } from "../sync/sync-clock";
import type { WebhookKeys } from "../webhook-env";
import { createByteBudget } from "./byte-budget";
import { getWebhookCounters, noteRefusal } from "./counters";
import { createReadQueue, type ReadQueue } from "./read-queue";
import { discardBody } from "./read-raw-body";
import { BODY_WITHIN_MS, type Receipt, type Receiver, receiveDelivery } from "./receive-delivery";
import { createSeenDeliveries } from "./seen-deliveries";

const BODIES_BYTES_MAX = 64 * 1024 * 1024;
const READS_AT_ONCE_MAX = 4;
const REST_MS = 2_000;
const SESSIONS_WAITING_MAX = 10_000;
/** Kayle was told 202 and will not come again; after these the sync finds the change. */
const READ_AGAIN_AFTER_MS = [2_000, 15_000, 60_000];
const COME_AGAIN_AFTER_SECONDS = 5;

/** Next evaluates this module several times in one process; there must be one queue. */
const store = globalThis as typeof globalThis & { __deskWebhookReceiver?: Receiver };

/**
 * Answers one request to the webhook address. Nobody is signed in there and no page of the desk
 * calls it: the signature alone counts, so the rule of the same origin has nothing to protect.
 */
export async function handleWebhook(request: Request): Promise<Response> {
  try {
    return await toAnswer(request);
  } finally {
    void discardBody(request, BODY_WITHIN_MS);
  }
}

async function toAnswer(request: Request): Promise<Response> {
  const { webhook, syncMaxRps } = getEnv();
  if (webhook === null) return answer(404, "not found");
  if (request.method !== "POST") return answer(405, "only POST", { allow: "POST" });
  store.__deskWebhookReceiver ??= createReceiver(webhook, syncMaxRps);
  return settle(await receiveDelivery(request, store.__deskWebhookReceiver));
}

function createReceiver(keys: WebhookKeys, rpsMax: number): Receiver {
  return {
    keys,
    now: Date.now,
    seen: createSeenDeliveries(),
    queue: createQueue(rpsMax),
    budget: createByteBudget(BODIES_BYTES_MAX),
  };
}

/** Reads at the rate that the sync may use, with a limiter of its own. */
function createQueue(rpsMax: number): ReadQueue {
  const rateLimiter = createRateLimiter(rpsMax, SYSTEM_CLOCK);
  const never = new AbortController().signal;
  return createReadQueue({
    async read(sessionId) {
      await readAfterDelivery(sessionId);
      getWebhookCounters().sessionsRead += 1;
    },
    waitForLeave: () => rateLimiter.take("incremental", never),
    onGivenUp(sessionId) {
      getWebhookCounters().readsGivenUp += 1;
      getLogger().warn({ sessionId }, "session not read after its webhook");
    },
    concurrencyMax: READS_AT_ONCE_MAX,
    restMs: REST_MS,
    waitingMax: SESSIONS_WAITING_MAX,
    retryAfterMs: READ_AGAIN_AFTER_MS,
  });
}

/**
 * Counts, logs and answers. A replay is answered like the first time: deliveries come at least once,
 * so most replays are Kayle's own, and a refusal would make it try for another day and call it failed.
 */
function settle(receipt: Receipt): Response {
  const counters = getWebhookCounters();
  if (receipt.outcome === "refused") {
    noteRefusal(receipt.reason);
    // The same words whatever was wrong: a sender who is not Kayle learns nothing from them.
    return answer(400, "refused");
  }
  counters[receipt.outcome] += 1;
  if (receipt.outcome === "busy") {
    return answer(503, "busy", { "retry-after": String(COME_AGAIN_AFTER_SECONDS) });
  }
  const event = receipt.outcome === "accepted" ? receipt.event : {};
  getLogger().info({ deliveryId: receipt.deliveryId, ...event }, `webhook ${receipt.outcome}`);
  return answer(202, "accepted");
}

function answer(status: number, word: string, extraHeaders: Record<string, string> = {}): Response {
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
  return Response.json({ status: word }, { status, headers: { ...headers, ...extraHeaders } });
}
