import "server-only";
import {
  LIVE_HEARTBEAT_MS,
  type LiveEndReason,
  type LiveEvent,
  type LiveLane,
} from "@/lib/contracts/live";
import { can } from "@/lib/domain/roles";
import { isOpen } from "@/lib/domain/session";
import { recordView, recordWatch } from "../audit/record-view";
import { findStaffFromRequest } from "../auth/find-staff";
import { getLogger } from "../logger";
import type { SessionContext } from "../sessions/session-context";
import { getHub } from "./get-hub";
import { createOutbox } from "./outbox";
import { enterStream } from "./stream-limits";
import type { LiveUpdate } from "./watched-session";

/** A sign-in that another desk ended counts here for 5 s more: 10 s together. */
const SIGN_IN_CHECK_MS = 5_000;
/** How old what is shown is, is told this often; a page that is read more often says "just now". */
const AGE_MS = 5_000;

type StreamOptions = Pick<SessionContext, "staff" | "access"> & {
  request: Request;
  requestId: string;
  wanted: ReadonlyMap<string, LiveLane>;
};

/**
 * The answer that stays open: what Kayle says of these sessions, as it changes. It ends with the
 * sign-in, with the desk, with the last of the sessions, and when the reader leaves. What it follows
 * is in the access log before it begins.
 *
 * @throws DeskError where there are too many streams, AUDIT_UNAVAILABLE
 */
export async function openLiveStream(options: StreamOptions): Promise<Response> {
  await recordFollowed(options);
  return startStream(options);
}

/** A page is a view of its session; the rows of a list are watched, all in one entry. */
async function recordFollowed({ wanted, ...context }: StreamOptions): Promise<void> {
  const inLane = (lane: LiveLane) => [...wanted].flatMap(([id, own]) => (own === lane ? [id] : []));
  await Promise.all(inLane("page").map((id) => recordView(context, id, "done", "live")));
  await recordWatch(context, inLane("row"));
}

function startStream(options: StreamOptions): Response {
  const { request, staff, requestId, wanted } = options;
  const outbox = createOutbox();
  const ages = new Map<string, string>();
  const remaining = new Set(wanted.keys());
  const timers: ReturnType<typeof setInterval>[] = [];
  const startedAtMs = performance.now();
  let unwatch = () => {};
  let isClosed = false;

  function close(reason: LiveEndReason | "left"): void {
    if (isClosed) return;
    isClosed = true;
    unwatch();
    free();
    for (const timer of timers) clearInterval(timer);
    request.signal.removeEventListener("abort", leave);
    if (reason === "left") outbox.drop();
    else outbox.end({ event: "end", data: { reason } });
    const durationMs = Math.round(performance.now() - startedAtMs);
    getLogger().info({ requestId, staffId: staff.id, reason, durationMs }, "live stream ended");
  }

  function onUpdate(update: LiveUpdate): void {
    if (update.kind === "age") {
      ages.set(update.id, update.fetchedAt);
      return;
    }
    outbox.send(toEvent(update));
    if (isLast(update)) remaining.delete(toId(update));
    if (remaining.size === 0) close("finished");
  }

  function sendAges(): void {
    if (ages.size === 0) return;
    outbox.send({ event: "age", data: Object.fromEntries(ages) });
    ages.clear();
  }

  async function checkSignIn(): Promise<void> {
    const allowed = await isStillAllowed(request).catch(() => null);
    if (allowed === null) close("unavailable");
    else if (!allowed) close("signed-out");
  }

  const leave = () => close("left");
  const free = enterStream(staff.id, () => close("server-closing"));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      outbox.open(controller);
      timers.push(
        setInterval(sendAges, AGE_MS),
        setInterval(outbox.heartbeat, LIVE_HEARTBEAT_MS),
        setInterval(() => void checkSignIn(), SIGN_IN_CHECK_MS),
      );
      request.signal.addEventListener("abort", leave, { once: true });
      unwatch = getHub().watch(wanted, onUpdate);
      if (request.signal.aborted) leave();
      // What was known already may have been the end of it, before there was anything to unwatch.
      if (isClosed) unwatch();
    },
    pull: outbox.drain,
    cancel: leave,
  });
  return new Response(body, { status: 200, headers: toHeaders(requestId) });
}

/** The same sign-in, asked again without counting as an act of the person. */
async function isStillAllowed(request: Request): Promise<boolean> {
  const headers = new Headers(request.headers);
  headers.set("x-desk-background", "1");
  const staff = await findStaffFromRequest(new Request(request.url, { headers }));
  return staff !== null && can(staff.role, "session:read");
}

function toEvent(update: Exclude<LiveUpdate, { kind: "age" }>): LiveEvent {
  if (update.kind === "session") return { event: "session", data: update.response };
  return { event: "fault", data: { id: update.id, error: update.error } };
}

function toId(update: Exclude<LiveUpdate, { kind: "age" }>): string {
  return update.kind === "session" ? update.response.data.id : update.id;
}

function isLast(update: Exclude<LiveUpdate, { kind: "age" }>): boolean {
  if (update.kind === "session") return !isOpen(update.response.data);
  return update.error.code === "NOT_FOUND";
}

/** No proxy may keep it, change it (compression would hold it back) or gather it before passing it on. */
function toHeaders(requestId: string): Record<string, string> {
  return {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    // Kept for another request, the connection would hold up the end of a desk that goes down.
    connection: "close",
    "x-content-type-options": "nosniff",
    vary: "cookie",
    "x-request-id": requestId,
  };
}
