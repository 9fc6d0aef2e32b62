import { z } from "zod";
import type { SandboxClock } from "./clock";
import { faultSchema } from "./fault";
import type { Faults } from "./faults";
import { LIVE_SCRIPTS } from "./live";
import { type SandboxRequest, type SandboxResponse, toEmpty, toJson } from "./replies";
import { ImpossibleSession, type SessionEditor, sessionPatchSchema } from "./session-editor";
import type { Traffic } from "./traffic";
import type { Notable, World } from "./world";

/** What the control endpoint and tests in the same process get at. */
export type Controlled = {
  clock: SandboxClock;
  faults: Faults;
  traffic: Traffic;
  /** Creates, changes and deletes sessions of the main organisation. */
  sessions: SessionEditor;
  notable(): Notable[];
  world(): World;
  /** Makes the world anew and forgets faults, counters and the clock's offset. */
  reset(): void;
};

const newSession = sessionPatchSchema.extend({
  id: z
    .string()
    .regex(/^vs_[A-Za-z0-9]{64}$/)
    .optional(),
});
const creation = z.union([z.array(newSession).max(100_000), newSession]);
const clockChange = z.union([
  z.strictObject({ advanceMs: z.number().nonnegative() }),
  z.strictObject({ offsetMs: z.number() }),
  z.strictObject({ now: z.iso.datetime() }),
]);
const liveStart = z.strictObject({ script: z.enum(LIVE_SCRIPTS), pace: z.number().positive() });

type Call = { sandbox: Controlled; id: string; body: unknown };
type Action = (call: Call) => SandboxResponse;

function toClock({ clock }: Controlled): SandboxResponse {
  const now = new Date(clock.now()).toISOString();
  return toJson(200, { now, offsetMs: clock.offsetMs() });
}

function setClock({ sandbox, body }: Call): SandboxResponse {
  const change = clockChange.parse(body);
  const { clock } = sandbox;
  if ("advanceMs" in change) clock.advance(change.advanceMs);
  else if ("offsetMs" in change) clock.setOffset(change.offsetMs);
  else clock.setOffset(Date.parse(change.now) - (clock.now() - clock.offsetMs()));
  sandbox.world().progress();
  return toClock(sandbox);
}

function toFound(value: unknown): SandboxResponse {
  return value === null ? toJson(404, { error: "No session has this id." }) : toJson(200, value);
}

function createSessions({ sandbox, body }: Call): SandboxResponse {
  const wanted = creation.parse(body ?? {});
  return toJson(201, { created: sandbox.sessions.create([wanted].flat()) });
}

function startLive({ sandbox, body }: Call): SandboxResponse {
  const { script, pace } = liveStart.parse({ pace: 1, ...Object(body) });
  const id = sandbox.world().live.start(script, sandbox.clock.now(), pace);
  return toJson(201, { script, id });
}

function sweepNow({ sandbox }: Call): SandboxResponse {
  sandbox.world().sweep.runNow(sandbox.clock.now());
  return toEmpty();
}

function reset({ sandbox }: Call): SandboxResponse {
  sandbox.reset();
  return toEmpty();
}

const ACTIONS: Readonly<Record<string, Action>> = {
  "GET notable": ({ sandbox }) => toJson(200, sandbox.notable()),
  "GET faults": ({ sandbox }) => toJson(200, sandbox.faults.list()),
  "POST faults": ({ sandbox, body }) =>
    toJson(201, { id: sandbox.faults.add(faultSchema.parse(body)) }),
  "DELETE faults": ({ sandbox }) => {
    sandbox.faults.clear();
    return toEmpty();
  },
  "DELETE faults/:id": ({ sandbox, id }) =>
    sandbox.faults.remove(id) ? toEmpty() : toJson(404, { error: "No fault has this id." }),
  "GET clock": ({ sandbox }) => toClock(sandbox),
  "POST clock": setClock,
  "POST sweep": sweepNow,
  "POST sessions": createSessions,
  "GET sessions/:id": ({ sandbox, id }) => toFound(sandbox.sessions.find(id)),
  "POST sessions/:id": ({ sandbox, id, body }) =>
    toFound(sandbox.sessions.patch(id, sessionPatchSchema.parse(body))),
  "DELETE sessions/:id": ({ sandbox, id }) =>
    sandbox.sessions.remove(id) ? toEmpty() : toFound(null),
  "POST live": startLive,
  "GET counters": ({ sandbox }) => toJson(200, sandbox.traffic.report()),
  "DELETE counters": ({ sandbox }) => {
    sandbox.traffic.reset();
    return toEmpty();
  },
  "POST reset": reset,
};

function toRefusal(error: unknown): SandboxResponse {
  if (error instanceof z.ZodError) return toJson(400, { error: z.prettifyError(error) });
  if (error instanceof ImpossibleSession) return toJson(400, { error: error.message });
  if (error instanceof SyntaxError) return toJson(400, { error: "The body is not JSON." });
  throw error;
}

/** The control endpoint, for tests and the demo. It answers JSON, and says what it can at its root. */
export function createControl(
  sandbox: Controlled,
): (request: SandboxRequest, url: URL) => SandboxResponse {
  return (request, url) => {
    // A web page must not be able to reach it through somebody's browser.
    if (request.headers?.["origin"] !== undefined) {
      return toJson(403, { error: "The control endpoint does not answer web pages." });
    }
    const [, , name = "", id = ""] = url.pathname.split("/");
    if (name === "") return toJson(200, { actions: Object.keys(ACTIONS) });
    const action = ACTIONS[`${request.method} ${id === "" ? name : `${name}/:id`}`];
    if (action === undefined) return toJson(404, { error: "There is no such control action." });
    try {
      const body: unknown = request.body ? JSON.parse(request.body) : undefined;
      return action({ sandbox, id: decodeURIComponent(id), body });
    } catch (error) {
      return toRefusal(error);
    }
  };
}
