import {
  LIVE_HEARTBEAT_MS,
  LIVE_SILENCE_MS,
  type LiveEndReason,
  type LiveEvent,
  type LiveLane,
} from "@/lib/contracts/live";
import { isOpen } from "@/lib/domain/session";
import { type OpenStream, StreamRefused } from "./open-stream";

export type LiveConnectionOptions = {
  open: OpenStream;
  /** Whether the tab is looked at. */
  isVisible(): boolean;
  onEvent(event: LiveEvent): void;
  /** The sessions that the stream delivers from now on; none while there is no stream that does. */
  onDelivering(ids: ReadonlySet<string>): void;
  /** 0 to 1. */
  random?: () => number;
};

export type LiveConnection = {
  /** What is on the screen from now on. */
  want(wanted: ReadonlyMap<string, LiveLane>): void;
  /** The tab was hidden or shown. */
  onVisibility(): void;
};

type Current = {
  wanted: ReadonlyMap<string, LiveLane>;
  controller: AbortController;
  openedAtMs: number;
  isDelivering: boolean;
};

/** Several components say within one moment what they show. */
const GATHER_MS = 200;
const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;
const SLOWEST_MS = 60_000;
/** A stream that lasted so long was a good one, and the next try after it is a first one. */
const GOOD_AFTER_MS = 10_000;
const BUSY_MIN_MS = 10_000;
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Keeps one stream open for what is on the screen: none while the tab is hidden or nothing is left to
 * follow, another one when other sessions are shown, and a new one, later and later, when it breaks or
 * falls silent.
 */
export function createLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { open, isVisible, onEvent, onDelivering, random = Math.random } = options;
  let wanted: ReadonlyMap<string, LiveLane> = new Map();
  /** Sessions of which no more will come. */
  const over = new Set<string>();
  let current: Current | null = null;
  let failures = 0;
  /** The desk said no for a reason that waiting does not mend. */
  let isRefused = false;
  /** The last stream fell silent: the first bytes of the next one prove nothing. */
  let isMistrusted = false;
  /** The timer is that of another try. */
  let isBackingOff = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;

  function toFollowed(): Map<string, LiveLane> {
    return new Map([...wanted].filter(([id]) => !over.has(id)));
  }

  function drop(): void {
    clearTimeout(watchdog);
    const dropped = current;
    current = null;
    dropped?.controller.abort();
    if (dropped?.isDelivering) onDelivering(NOTHING);
  }

  /** Brings the stream in line with what is wanted, after `delayMs` where that takes a new one. */
  function adjust(delayMs: number): void {
    const followed = toFollowed();
    if (!isVisible() || followed.size === 0 || isRefused) {
      isBackingOff = false;
      clearTimeout(timer);
      drop();
    } else if (!current || !isCovered(followed, current.wanted, over)) {
      clearTimeout(timer);
      timer = setTimeout(connect, delayMs);
    }
  }

  function connect(): void {
    isBackingOff = false;
    drop();
    const followed = toFollowed();
    if (!isVisible() || followed.size === 0) return;
    const mine: Current = {
      wanted: followed,
      controller: new AbortController(),
      openedAtMs: Date.now(),
      isDelivering: false,
    };
    current = mine;
    watch(mine);
    const whileMine = (act: () => void) => {
      if (current === mine) act();
    };
    open(followed, mine.controller.signal, {
      onAlive: () => whileMine(() => noteAlive(mine)),
      onEvent: (event) => whileMine(() => take(event)),
    }).then(
      () => whileMine(() => retry(0)),
      (error: unknown) => whileMine(() => refuseOrRetry(error)),
    );
  }

  /** What holds the bytes back, or has lost the connection without a word, is as good as a failure. */
  function watch(mine: Current): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      if (current !== mine) return;
      isMistrusted = true;
      retry(0);
    }, LIVE_SILENCE_MS);
  }

  function noteAlive(mine: Current): void {
    watch(mine);
    const openForMs = Date.now() - mine.openedAtMs;
    if (openForMs > GOOD_AFTER_MS) failures = 0;
    // Some proxies pass the first bytes on and hold back the rest; a heartbeat is of the rest.
    if (mine.isDelivering || (isMistrusted && openForMs < LIVE_HEARTBEAT_MS)) return;
    isMistrusted = false;
    mine.isDelivering = true;
    onDelivering(new Set(mine.wanted.keys()));
  }

  function take(event: LiveEvent): void {
    if (event.event === "end") {
      end(event.data.reason);
      return;
    }
    if (event.event === "session" && !isOpen(event.data.data)) over.add(event.data.data.id);
    if (event.event === "fault" && event.data.error.code === "NOT_FOUND") over.add(event.data.id);
    onEvent(event);
  }

  function end(reason: LiveEndReason): void {
    if (reason === "finished") {
      for (const id of current?.wanted.keys() ?? []) over.add(id);
      adjust(0);
      return;
    }
    isRefused = reason === "signed-out";
    if (isRefused) adjust(0);
    else retry(0);
  }

  function refuseOrRetry(error: unknown): void {
    const status = error instanceof StreamRefused ? error.status : 0;
    isRefused = status >= 400 && status < 500 && status !== 429;
    if (isRefused) adjust(0);
    else retry(status === 429 || status === 503 ? BUSY_MIN_MS : 0);
  }

  function retry(minMs: number): void {
    drop();
    const backoffMs = Math.max(BACKOFF_MS[failures] ?? SLOWEST_MS, minMs);
    failures += 1;
    isBackingOff = true;
    // All tabs lose a server at the same moment, and must not come back at the same one.
    adjust(backoffMs * (0.5 + random()));
  }

  return {
    want(next) {
      const isNew = [...next.keys()].some((id) => !wanted.has(id));
      wanted = next;
      for (const id of [...over]) {
        if (!next.has(id) && !current?.wanted.has(id)) over.delete(id);
      }
      if (isNew) isRefused = false;
      // A stream that is about to be tried again takes along whatever is wanted by then.
      if (isBackingOff && next.size > 0) return;
      adjust(GATHER_MS);
    },
    onVisibility() {
      failures = 0;
      isRefused = false;
      adjust(0);
    },
  };
}

/** Whether the stream follows these and, beside them, nothing but sessions that are over. */
function isCovered(
  followed: ReadonlyMap<string, LiveLane>,
  streamed: ReadonlyMap<string, LiveLane>,
  over: ReadonlySet<string>,
): boolean {
  for (const [id, lane] of followed) if (streamed.get(id) !== lane) return false;
  for (const id of streamed.keys()) if (!followed.has(id) && !over.has(id)) return false;
  return true;
}
