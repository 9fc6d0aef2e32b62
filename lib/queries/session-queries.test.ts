import {
  environmentManager,
  focusManager,
  QueryClient,
  QueryObserver,
} from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SessionResponse } from "@/lib/contracts/api";
import { ERROR_CODES, type ErrorCode } from "@/lib/contracts/error-codes";
import type { SearchResponse } from "@/lib/contracts/search";
import { queryKeys } from "./query-keys";
import {
  cancelSessionMutation,
  pastedRefreshOptions,
  pastedSessionQueryOptions,
  refreshSession,
  sessionQueryOptions,
} from "./session-queries";
import { makeAnswer, makeErrorAnswer } from "./testing/answers";

const ID = makeAnswer().data.id;
const ENDED = { status: "succeeded", completed_at: "2026-11-23T05:20:00Z" };

let client: QueryClient;
let reply: () => Response | Promise<Response>;
let requests: { atMs: number; background: boolean; method: string }[];

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T05:30:00Z") });
  environmentManager.setIsServer(() => false);
  focusManager.setFocused(true);
  client = new QueryClient();
  client.mount();
  requests = [];
  reply = () => Response.json(makeAnswer());
  const startedAt = Date.now();
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const background = new Headers(init.headers).get("x-desk-background") === "1";
    requests.push({ atMs: Date.now() - startedAt, background, method: init.method ?? "" });
    return reply();
  });
});

afterEach(() => {
  client.unmount();
  client.clear();
  focusManager.setFocused(undefined);
  environmentManager.setIsServer(() => true);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Opens the page: with `first` the server has read the session, without it has not. */
function open(first?: SessionResponse) {
  if (first) client.setQueryData(queryKeys.session(ID), first);
  const observer = new QueryObserver(client, sessionQueryOptions(ID));
  observer.subscribe(() => {});
  return observer;
}

function fail(code: ErrorCode) {
  reply = () => Response.json(makeErrorAnswer(code), { status: ERROR_CODES[code].status });
}

async function passMs(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

function requestTimesMs(): number[] {
  return requests.map(({ atMs }) => atMs);
}

describe("an open session page", () => {
  test("does not read again what the server has just read, then reads every 2 s", async () => {
    open(makeAnswer());
    await passMs(6000);
    expect(requestTimesMs()).toEqual([2000, 4000, 6000]);
  });

  test("marks its polls as its own, so that they keep nobody signed in", async () => {
    open();
    await passMs(2000);
    expect(requests.map(({ background }) => background)).toEqual([false, true]);
    await refreshSession(client, ID);
    expect(requests.at(-1)?.background).toBe(false);
  });

  test("stops once the session has ended, and reads no more on return to the tab", async () => {
    const observer = open(makeAnswer());
    reply = () => Response.json(makeAnswer(ENDED));
    await passMs(60_000);
    focusManager.setFocused(false);
    focusManager.setFocused(true);
    await passMs(60_000);
    expect(requestTimesMs()).toEqual([2000]);
    expect(observer.getCurrentResult().data?.data.status).toBe("succeeded");
  });

  test("of a session that had ended before reads nothing at all", async () => {
    open(makeAnswer(ENDED));
    await passMs(60_000);
    expect(requests).toEqual([]);
  });

  test("rests while the tab is hidden and reads at once on return", async () => {
    open(makeAnswer());
    await passMs(2000);
    focusManager.setFocused(false);
    await passMs(61_000);
    expect(requests).toHaveLength(1);
    focusManager.setFocused(true);
    await passMs(0);
    expect(requestTimesMs()).toEqual([2000, 63_000]);
  });

  test("backs off over failures, keeps the last good answer, and recovers its pace", async () => {
    const observer = open(makeAnswer());
    fail("UPSTREAM_ERROR");
    await passMs(94_000);
    expect(requestTimesMs()).toEqual([2000, 4000, 8000, 16_000, 32_000, 62_000, 92_000]);
    expect(observer.getCurrentResult()).toMatchObject({
      data: makeAnswer(),
      error: { error: { code: "UPSTREAM_ERROR" } },
    });
    reply = () => Response.json(makeAnswer());
    await passMs(33_000);
    expect(requestTimesMs().slice(7)).toEqual([122_000, 124_000, 126_000]);
    expect(observer.getCurrentResult().error).toBeNull();
  });

  test("keeps trying when the first read of all has failed", async () => {
    fail("UPSTREAM_TIMEOUT");
    const observer = open();
    await passMs(6000);
    expect(requestTimesMs()).toEqual([0, 2000, 6000]);
    reply = () => Response.json(makeAnswer());
    await passMs(12_000);
    expect(observer.getCurrentResult().data).toEqual(makeAnswer());
  });

  test.each(["INVALID_SESSION_ID", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"] as const)(
    "does not ask again and again after %s",
    async (code) => {
      open(makeAnswer());
      fail(code);
      await passMs(120_000);
      expect(requestTimesMs()).toEqual([2000]);
    },
  );
});

describe("a table of pasted ids", () => {
  const OTHER = `vs_${"b".repeat(64)}`;
  const IDS = [ID, OTHER];
  const LATER = "2026-11-23T05:29:00Z";
  let paths: string[];
  /** When the index saw the first of them change. */
  let updated_at: string;

  beforeEach(() => {
    paths = [];
    updated_at = makeAnswer().data.updated_at;
    vi.stubGlobal("fetch", async (path: string) => {
      paths.push(path);
      return Response.json(path.includes("?") ? toIndexAnswer() : toAnswer(path));
    });
  });

  function toAnswer(path: string): SessionResponse {
    const id = path.slice(-OTHER.length);
    return makeAnswer({ id, ...(id === ID && { updated_at }) });
  }

  function toIndexAnswer(): SearchResponse {
    const { share_fields: _, ...record } = makeAnswer().data;
    const row = { ...record, share_field_count: 0 };
    const coverage = {
      completeSince: null,
      windowStart: LATER,
      unreadableRows: 0,
      difference: null,
      fault: null,
    };
    const counts = {
      total: 2,
      totalIsExact: true,
      facetsAreExact: true,
      facets: null,
      cursor: null,
    };
    return {
      data: [
        { ...row, updated_at },
        { ...row, id: OTHER },
      ],
      error: null,
      meta: { ...counts, asOf: null, complete: true, coverage },
    };
  }

  test("reads each once, then asks the index in one request and reads again what changed", async () => {
    for (const id of IDS) {
      new QueryObserver(client, pastedSessionQueryOptions(id)).subscribe(() => {});
    }
    await passMs(0);
    new QueryObserver(client, pastedRefreshOptions(IDS)).subscribe(() => {});
    await passMs(5_000);
    expect(paths).toHaveLength(4);
    expect(paths.slice(2)).toEqual(Array(2).fill(expect.stringContaining(`ids=${ID}%2C${OTHER}`)));
    updated_at = LATER;
    await passMs(10_000);
    expect(paths.slice(4).filter((path) => !path.includes("?"))).toEqual([`/api/sessions/${ID}`]);
    expect(client.getQueryData<SessionResponse>(queryKeys.session(ID))?.data.updated_at).toBe(
      LATER,
    );
  });

  test("asks for nothing while its tab is hidden, or once none of them is open", async () => {
    new QueryObserver(client, pastedRefreshOptions([])).subscribe(() => {});
    new QueryObserver(client, pastedRefreshOptions(IDS)).subscribe(() => {});
    await passMs(0);
    focusManager.setFocused(false);
    await passMs(60_000);
    expect(paths).toHaveLength(1);
  });
});

describe("a cancel", () => {
  const receipt = () =>
    Response.json({
      ...makeAnswer({ status: "cancelled", completed_at: "2026-11-23T05:30:00Z" }),
      meta: {
        ...makeAnswer().meta,
        outcome: "cancelled_by_this_call",
        reason: "asked",
        by: "Mara",
        at: "2026-11-23T05:30:00.000Z",
        statusBefore: "in_progress",
      },
    });

  function cancel() {
    const mutation = client.getMutationCache().build(client, cancelSessionMutation(client, ID));
    return mutation.execute({ reason: "Customer asked" });
  }

  test("shows what the session is now and ends the polling", async () => {
    const observer = open(makeAnswer());
    reply = receipt;
    await cancel();
    await passMs(30_000);
    expect(observer.getCurrentResult().data?.data.status).toBe("cancelled");
    expect(requests.map(({ method }) => method)).toEqual(["POST"]);
  });

  test("is not undone by a poll that left before it", async () => {
    const observer = open(makeAnswer());
    reply = () => new Promise((land) => setTimeout(() => land(Response.json(makeAnswer())), 1000));
    await passMs(2000);
    reply = receipt;
    await cancel();
    await passMs(1500);
    expect(observer.getCurrentResult().data?.data.status).toBe("cancelled");
  });

  test("that failed is sent once and the session is read again, as it may have worked", async () => {
    const observer = open(makeAnswer());
    fail("CANCEL_UNCONFIRMED");
    await expect(cancel()).rejects.toMatchObject({ error: { code: "CANCEL_UNCONFIRMED" } });
    reply = () => Response.json(makeAnswer({ status: "cancelled", completed_at: "x" }));
    await passMs(2000);
    expect(requests.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(observer.getCurrentResult().data?.data.status).toBe("cancelled");
  });
});
