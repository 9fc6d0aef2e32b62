import "server-only";
import { toSessionListSearch } from "@/lib/contracts/session-list-query";
import type { ParsedSession } from "@/lib/contracts/upstream";
import type { ReadSource } from "@/lib/domain/observation";
import { requireSessionId } from "../http/require-session-id";
import { createCaller, type Outcome } from "./caller";
import { toDeliveriesPath, toEventsPath, toRetryPath } from "./event-paths";
import { type Operation, parseAnswer, requireSuccess } from "./interpret";
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
      const parse = toParse((json) => parseSessionAnswer(json, id));
      const tell = toSessionListener(id, context.source ?? "view", options.onSessionAnswer);
      const { value, fetchedAt } = await caller.read("get session", path, context, parse, tell);
      return { ...value, fetchedAt };
    },
    async listSessionRows(query, context = {}) {
      const path = `/v1/sessions?${toSessionListSearch(query)}`;
      const parse = toParse(parseRowListAnswer);
      return (await caller.read("list sessions", path, context, parse)).value;
    },
    async getOverview(context = {}) {
      const parse = toParse(parseOverviewAnswer);
      return (await caller.read("get overview", OVERVIEW_PATH, context, parse)).value;
    },
    async cancelSession(id, context = {}) {
      const path = `${toSessionPath(id)}/cancel`;
      await caller.write("cancel session", path, context, requireSuccess);
    },
    async listEvents(query, context = {}) {
      const parse = toParse(parseEventListAnswer);
      return (await caller.read("list events", toEventsPath(query), context, parse)).value;
    },
    async listDeliveries(eventId, context = {}) {
      const path = toDeliveriesPath(eventId);
      const parse = toParse((json) => parseDeliveryListAnswer(json, eventId));
      return (await caller.read("list deliveries", path, context, parse)).value;
    },
    async retryDelivery(deliveryId, context = {}) {
      await caller.write("retry delivery", toRetryPath(deliveryId), context, requireSuccess);
    },
    close: () => caller.close(),
  };
}

function toParse<T>(parse: (json: unknown) => T) {
  return (answer: RawAnswer, operation: Operation) => parseAnswer(answer, operation, parse);
}

/** Passes on what an answer says of the session; a fault says nothing. */
function toSessionListener(
  id: string,
  source: ReadSource,
  tell: UpstreamClientOptions["onSessionAnswer"],
) {
  if (!tell) return undefined;
  return (outcome: Outcome<ParsedSession>, askedAt: Date) => {
    if ("value" in outcome) return tell({ id, session: outcome.value.session, askedAt, source });
    const { fault } = outcome;
    if (isUpstreamError(fault) && fault.kind === "not_found") {
      tell({ id, session: null, askedAt, source });
    }
  };
}

/** Only a well-formed id becomes part of a path, and no other one costs a call. */
function toSessionPath(id: string): string {
  requireSessionId(id);
  return `/v1/sessions/${id}`;
}
