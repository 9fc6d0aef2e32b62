import type { ObservedRecord } from "./observed";

export type ReplayRequest = {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string | undefined>>;
};

/** Situations that nobody is in who merely calls with a good key: a test has to select them. */
const SPECIAL = /^auth: |^db unreachable|empty org|bulk org|^GET (with|If-|X-)|no auth/;

function toPathname(record: ObservedRecord): string {
  return new URL(record.request.path, "http://replay.invalid").pathname;
}

export function isOfPath(record: ObservedRecord, { method, url }: ReplayRequest): boolean {
  return record.request.method === method && toPathname(record) === url.pathname;
}

/** The query as it counts: in any order, and without the length of the page. */
function toFilter(search: URLSearchParams): string {
  const pairs = [...search].filter(([name]) => name !== "limit");
  return JSON.stringify(pairs.sort());
}

function hasGoodKey({ headers }: ReplayRequest): boolean {
  return /^Bearer +kk_\S/.test(headers["authorization"] ?? "");
}

function preferOrdinary(candidates: readonly ObservedRecord[]): ObservedRecord | undefined {
  const granted = candidates.find((record) => record.status < 300);
  return candidates.find((record) => !SPECIAL.test(record.name)) ?? granted ?? candidates[0];
}

/** A cancelled session is read as it was recorded before the call, and afterwards as after it. */
function pickStep(
  candidates: readonly ObservedRecord[],
  cancels: number,
): ObservedRecord | undefined {
  const steps = candidates.filter((record) => record.name.startsWith("cancel["));
  const wanted =
    steps[0]?.request.method === "POST"
      ? ["POST", "POST again"][Math.min(cancels, 1)]
      : ["before", "after"][Math.min(cancels, 1)];
  return steps.find((record) => record.name.endsWith(`] ${wanted}`)) ?? steps[0];
}

function byName(records: readonly ObservedRecord[], name: string): ObservedRecord | undefined {
  return records.find((record) => record.name === name);
}

/** What stands for a path that nobody recorded. */
function pickStandIn(
  records: readonly ObservedRecord[],
  request: ReplayRequest,
): ObservedRecord | undefined {
  const { pathname, searchParams } = request.url;
  const ofPath = records.filter((record) => isOfPath(record, request));
  if (ofPath.length > 0) {
    // A cursor that was not recorded leads past the end, or whoever walks the pages never arrives.
    const end = byName(records, "list: starting_after unknown well-formed (vs_zzz)");
    return searchParams.has("starting_after") && end ? end : preferOrdinary(ofPath);
  }
  if (/^\/v1\/sessions\/[^/]+$/.test(pathname) && request.method === "GET") {
    return byName(records, "get by id: unknown");
  }
  if (/^\/v1\/sessions\/[^/]+\/cancel$/.test(pathname) && request.method === "POST") {
    return byName(records, "cancel unknown");
  }
  return byName(records, "unknown route in v1, authed");
}

/**
 * The recorded answer to a call. `cancels` says how often this session was cancelled before;
 * undefined when the recording holds nothing that could stand for the call.
 */
export function chooseRecord(
  records: readonly ObservedRecord[],
  request: ReplayRequest,
  cancels: number,
): ObservedRecord | undefined {
  const ofPath = records.filter((record) => isOfPath(record, request));
  if (request.method === "OPTIONS") {
    const origin = request.headers["origin"];
    return ofPath.find((record) => record.request.headers["Origin"] === origin) ?? ofPath[0];
  }
  if (!hasGoodKey(request) && request.url.pathname.startsWith("/v1/")) {
    return ofPath.find((record) => record.status === 401) ?? byName(records, "auth: none");
  }
  const exact = ofPath.filter(
    (record) => record.request.path === request.url.pathname + request.url.search,
  );
  const same = ofPath.filter((record) => {
    const recorded = new URL(record.request.path, "http://replay.invalid").searchParams;
    return toFilter(recorded) === toFilter(request.url.searchParams) && record.status < 300;
  });
  const candidates = exact.length > 0 ? exact : same;
  const step = pickStep(candidates, cancels);
  return step ?? preferOrdinary(candidates) ?? pickStandIn(records, request);
}
