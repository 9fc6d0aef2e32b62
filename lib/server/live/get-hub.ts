import "server-only";
import type { ApiError } from "@/lib/contracts/api";
import { getEnv } from "../env";
import { createRequestId } from "../http/request-id";
import { toFailedRequest } from "../http/to-failed-request";
import { getLogger } from "../logger";
import { createHub, type Hub } from "./create-hub";
import { readForLive } from "./read-for-live";

/** Half of the places for calls to Kayle are left to people's own views. */
const PLACES_PART = 2;

/** Next evaluates this module several times in one process; each session must be read once. */
const store = globalThis as typeof globalThis & { __deskLiveHub?: Hub };

/** The process's hub. Reads nothing while nobody watches. */
export function getHub(): Hub {
  store.__deskLiveHub ??= createFromEnv();
  return store.__deskLiveHub;
}

function createFromEnv(): Hub {
  const { syncMaxRps, upstreamConcurrencyMax } = getEnv();
  return createHub({
    read: readForLive,
    explain: explainFault,
    rpsMax: syncMaxRps,
    concurrencyMax: Math.max(1, Math.floor(upstreamConcurrencyMax / PLACES_PART)),
  });
}

/** As a route would answer; the id that the page shows stands in the log. */
function explainFault(thrown: unknown, sessionId: string): ApiError {
  const { error, logDetail } = toFailedRequest(thrown, createRequestId());
  const line = { requestId: error.requestId, sessionId, code: error.code, detail: logDetail };
  getLogger().warn(line, "live read");
  return error;
}
