import { createClock } from "./clock";
import { type Controlled, createControl } from "./control";
import { toPreflight, withCors } from "./cors";
import type { EventRecord } from "./event-log";
import { createFaults } from "./faults";
import { toQuery } from "./input";
import { findGrant, isGranted, type SandboxKeys, toSandboxKeys } from "./keys";
import { seedOf } from "./random";
import {
  FORBIDDEN,
  FROZEN,
  type SandboxRequest,
  type SandboxResponse,
  toFault,
  toJson,
  toUnknownRoute,
  UNAUTHORIZED,
} from "./replies";
import { findRoute } from "./router";
import { createSessionEditor } from "./session-editor";
import { createTraffic } from "./traffic";
import { createWorld, type World } from "./world";

const DEFAULT_SIZE = 360;

export type SandboxOptions = {
  /** The same seed makes the same world, relative to the clock at the start. */
  seed?: string | number;
  /** Sessions of the main organisation; the named ones are there whatever the size. */
  size?: number;
  /** Key strings by situation; `main` is the one with every scope. */
  keys?: Partial<SandboxKeys>;
  /** Offers `/__control`. */
  control?: boolean;
  /** Some `verification_url`s still hold their `cancel_token`. */
  leakCancelTokens?: boolean;
  /** Adds records with values and fields that the contract does not have yet. */
  future?: boolean;
  /** False starts without the named sessions. */
  gallery?: boolean;
  /** False starts without the sessions that live by themselves. */
  live?: boolean;
  /** Milliseconds since 1970; a fixed function makes a world that stands still. */
  now?: () => number;
  /** Where `verification_url` leads. */
  verifyBaseUrl?: string;
  /** Told of each event of the main organisation that happens from now on. */
  onEvent?: (event: EventRecord) => void;
};

export type Sandbox = Controlled & {
  /**
   * Answers one call. Rejects with a `ConnectionDropped` where a fault tears the connection, as
   * `fetch` would.
   */
  handle(request: SandboxRequest): Promise<SandboxResponse>;
  keys: SandboxKeys;
  /** The id of a named session; throws for a name that is not there. */
  notableId(name: string): string;
};

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const seed = typeof options.seed === "number" ? options.seed : seedOf(options.seed ?? "desk");
  const clock = createClock(options.now);
  const keys = toSandboxKeys(options.keys);
  const verifyBaseUrl = options.verifyBaseUrl ?? "https://verify.kayle.id";
  const faults = createFaults(seed);
  const traffic = createTraffic();
  let isBuilding = false;
  let world = build();
  const sessions = createSessionEditor({ world: () => world, seed, now: clock.now, verifyBaseUrl });

  function build(): World {
    // What a world begins with is its past: nobody is told of it.
    isBuilding = true;
    const built = createWorld({
      seed,
      size: options.size ?? DEFAULT_SIZE,
      gallery: options.gallery ?? true,
      live: options.live ?? true,
      leakCancelTokens: options.leakCancelTokens ?? false,
      future: options.future ?? false,
      now: clock.now,
      onEvent: (event) => {
        if (!isBuilding) options.onEvent?.(event);
      },
    });
    isBuilding = false;
    return built;
  }

  function answer(request: SandboxRequest, method: string, url: URL): SandboxResponse {
    if (!url.pathname.startsWith("/v1/")) return toUnknownRoute();
    const grant = findGrant(keys, request.headers?.["authorization"]);
    if (grant === null) return toJson(401, UNAUTHORIZED);
    const organisation = world.organisations[grant.organisation];
    if (organisation.isFrozen) return toFault(410, FROZEN);
    const found = findRoute(method, url.pathname);
    if (found === null) return toUnknownRoute();
    if (!isGranted(grant, found.route.scope)) return toJson(403, FORBIDDEN);
    return found.route.handler({
      organisation,
      params: found.params,
      query: toQuery(url.searchParams),
      body: request.body ?? "",
      now: clock.now(),
      verifyBaseUrl,
      nextSessionId: sessions.nextId,
    });
  }

  const sandbox: Sandbox = {
    clock,
    faults,
    traffic,
    sessions,
    keys,
    notable: () => world.notable(),
    notableId(name) {
      const found = world.notable().find((one) => one.name === name);
      if (found === undefined) throw new Error(`The sandbox has no session named ${name}.`);
      return found.id;
    },
    world: () => world,
    reset() {
      faults.clear();
      traffic.reset();
      clock.setOffset(0);
      world = build();
    },
    async handle(request) {
      const url = new URL(request.url, "http://sandbox.invalid");
      world.progress();
      if (control !== null && url.pathname.startsWith("/__control")) return control(request, url);
      if (request.method === "OPTIONS") return toPreflight(request.headers?.["origin"]);
      const finish = traffic.begin(request.method, url.pathname);
      try {
        const method = request.method === "HEAD" ? "GET" : request.method;
        const real = () => withCors(answer(request, method, url), request.headers?.["origin"]);
        const response = await faults.apply(request.method, url.pathname, real, request.gone);
        return request.method === "HEAD" ? { ...response, body: null } : response;
      } finally {
        finish();
      }
    },
  };
  const control = options.control === true ? createControl(sandbox) : null;
  return sandbox;
}
