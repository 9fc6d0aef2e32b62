import "server-only";
import { toSessionListSearch } from "@/lib/contracts/session-list-query";
import type { ParsedSession } from "@/lib/contracts/upstream";
import type { ReadSource } from "@/lib/domain/observation";
import { requireSessionId } from "../http/require-session-id";
import { type AnswerListener, createCaller } from "./caller";
import { toDeliveriesPath, toEventsPath, toRetryPath } from "./event-paths";
import { parseAnswer, requireSuccess } from "./interpret";
import { parseOverviewAnswer, parseRowListAnswer, parseSessionAnswer } from "./parse-answers";
import { parseDeliveryListAnswer, parseEventListAnswer } from "./parse-events";
import type { RawAnswer } from "./send-once";
import type { UpstreamClient, UpstreamClientOptions } from "./types";
import { isUpstreamError } from "./upstream-error";

const OVERVIEW_PATH = "/v1/analytics/sessions/overview";

/** The desk's only way to Kayle. One per process: see `getUpstreamClient`. */
export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const caller = createCaller(options);
  return {
    async getSession(id, context = {}) {
      const path = toSessionPath(id);
      const tell = toSessionListener(id, context.source ?? "view", options.onSessionAnswer);
      const { answer, fetchedAt } = await caller.read("get session", path, context, tell);
      return { ...parseSession(answer, id), fetchedAt };
    },
    async listSessionRows(query, context = {}) {
      const path = `/v1/sessions?${toSessionListSearch(query)}`;
      const { answer } = await caller.read("list sessions", path, context);
      return parseAnswer(answer, "list sessions", parseRowListAnswer);
    },
    async getOverview(context = {}) {
      const { answer } = await caller.read("get overview", OVERVIEW_PATH, context);
      return parseAnswer(answer, "get overview", parseOverviewAnswer);
    },
    async cancelSession(id, context = {}) {
      const path = `${toSessionPath(id)}/cancel`;
      requireSuccess(await caller.write("cancel session", path, context), "cancel session");
    },
    async listEvents(query, context = {}) {
      const { answer } = await caller.read("list events", toEventsPath(query), context);
      return parseAnswer(answer, "list events", parseEventListAnswer);
    },
    async listDeliveries(eventId, context = {}) {
      const path = toDeliveriesPath(eventId);
      const { answer } = await caller.read("list deliveries", path, context);
      const parse = (json: unknown) => parseDeliveryListAnswer(json, eventId);
      return parseAnswer(answer, "list deliveries", parse);
    },
    async retryDelivery(deliveryId, context = {}) {
      const path = toRetryPath(deliveryId);
      requireSuccess(await caller.write("retry delivery", path, context), "retry delivery");
    },
    close: () => caller.close(),
  };
}

function parseSession(answer: RawAnswer, id: string): ParsedSession {
  return parseAnswer(answer, "get session", (json) => parseSessionAnswer(json, id));
}

/** Passes on what an answer says of the session; one that says nothing is passed by. */
function toSessionListener(
  id: string,
  source: ReadSource,
  tell: UpstreamClientOptions["onSessionAnswer"],
): AnswerListener | undefined {
  if (!tell) return undefined;
  return (answer, askedAt) => {
    try {
      tell({ id, session: parseSession(answer, id).session, askedAt, source });
    } catch (error) {
      // Whoever waits for the answer hears of every other fault.
      const isGone = isUpstreamError(error) && error.kind === "not_found";
      if (isGone) tell({ id, session: null, askedAt, source });
    }
  };
}

/** Only a well-formed id becomes part of a path, and no other one costs a call. */
function toSessionPath(id: string): string {
  requireSessionId(id);
  return `/v1/sessions/${id}`;
}
