import { toNewRow } from "./create-session";
import { endSession, type Organisation } from "./organisation";
import { isOpenStatus, LIFETIME_MS, MINUTE_MS, type SessionRow } from "./row";
import { recordAttemptEvent, toSpecimenId } from "./specimen";

export const LIVE_SCRIPTS = ["live-succeeds", "live-fails", "live-expires"] as const;
type LiveScript = (typeof LIVE_SCRIPTS)[number];

type Step = {
  atMs: number;
  act: (organisation: Organisation, row: SessionRow, at: number) => void;
};

function begin(_: Organisation, row: SessionRow, at: number): void {
  row.status = "in_progress";
  row.updatedAt = at;
}

function failChip(organisation: Organisation, row: SessionRow, at: number): void {
  row.nfcTriesUsed += 1;
  row.updatedAt = at;
  recordAttemptEvent(organisation, row, at);
}

function succeed(organisation: Organisation, row: SessionRow, at: number): void {
  endSession(organisation, row, { status: "succeeded", at });
}

function failForGood(organisation: Organisation, row: SessionRow, at: number): void {
  failChip(organisation, row, at);
  const failureCode = "document_chip_authentication_failed";
  endSession(organisation, row, { status: "failed", failureCode, at });
}

const STEPS: Readonly<Record<LiveScript, readonly Step[]>> = {
  "live-succeeds": [
    { atMs: 10_000, act: begin },
    { atMs: 25_000, act: failChip },
    { atMs: 45_000, act: succeed },
  ],
  "live-fails": [
    { atMs: 8_000, act: begin },
    { atMs: 20_000, act: failChip },
    { atMs: 32_000, act: failChip },
    { atMs: 44_000, act: failForGood },
  ],
  // Its hour ends a minute after it is first seen; the next sweep closes it.
  "live-expires": [{ atMs: 5_000, act: begin }],
};
const HEAD_START_MS: Readonly<Record<LiveScript, number>> = {
  "live-succeeds": 0,
  "live-fails": 0,
  "live-expires": LIFETIME_MS - MINUTE_MS,
};

const LOOP_MS = 3 * MINUTE_MS;
/** After a long jump of the clock only the last lives are played. */
const LOOPS_KEPT = 20;

export type LivePlayer = {
  /** Begins one life now; `pace` 10 plays it ten times as fast. Returns the id. */
  start(script: LiveScript, now: number, pace?: number): string;
  /** Plays every step that is due by `now` and begins the loops that are due. */
  advance(now: number): void;
  /** The id of each looping script as it stands. */
  current(): { script: LiveScript; id: string }[];
};

type Life = { row: SessionRow; begunAt: number; pace: number; steps: Step[] };

/**
 * Sessions that live while somebody watches. Each round is a session of its own, because a record
 * that has ended never opens again.
 */
export function createLivePlayer(options: {
  organisation: Organisation;
  seed: number;
  start: number;
  isLooping: boolean;
}): LivePlayer {
  const { organisation, seed, start: firstLoopAt, isLooping } = options;
  let lives: Life[] = [];
  let begun = 0;
  let nextLoop = 0;
  const looping = new Map<LiveScript, string>();

  function start(script: LiveScript, at: number, name: string, pace: number): string {
    const id = toSpecimenId(seed, name);
    const row = toNewRow(id, at - HEAD_START_MS[script]);
    row.updatedAt = row.createdAt;
    organisation.sessions.insert([row]);
    lives.push({ row, begunAt: at, pace, steps: [...STEPS[script]] });
    return id;
  }

  function startLoops(now: number): void {
    const due = Math.floor((now - firstLoopAt) / LOOP_MS);
    if (due < nextLoop) return;
    for (let loop = Math.max(nextLoop, due - LOOPS_KEPT); loop <= due; loop++) {
      for (const script of LIVE_SCRIPTS) {
        const at = firstLoopAt + loop * LOOP_MS;
        looping.set(script, start(script, at, `${script}-${loop}`, 1));
      }
    }
    nextLoop = due + 1;
  }

  function play(life: Life, now: number): void {
    for (let step = life.steps[0]; step !== undefined; step = life.steps[0]) {
      const at = Math.floor(life.begunAt + step.atMs / life.pace);
      if (at > now || !isOpenStatus(life.row.status)) return;
      life.steps.shift();
      step.act(organisation, life.row, at);
    }
  }

  return {
    start: (script, now, pace = 1) => start(script, now, `${script}-asked-${++begun}`, pace),
    advance(now) {
      if (isLooping) startLoops(now);
      for (const life of lives) play(life, now);
      lives = lives.filter((life) => life.steps.length > 0 && isOpenStatus(life.row.status));
    },
    current: () => [...looping].map(([script, id]) => ({ script, id })),
  };
}
