import "server-only";
import { UpstreamError } from "./upstream-error";

type Flight<T> = { result: Promise<T>; waiters: number; controller: AbortController };

type JoinOptions = {
  /** The waiter's own; its abort leaves the flight to the others. */
  signal?: AbortSignal | undefined;
  /** Never joins a flight that is already up, whose answer may be older than the caller's reason. */
  fresh?: boolean | undefined;
};

export type SingleFlight<T> = {
  /** Joins the flight of `key`, or starts one. `shared` says which. */
  join(
    key: string,
    start: (controller: AbortController) => Promise<T>,
    options?: JoinOptions,
  ): { result: Promise<T>; shared: boolean };
};

/**
 * One call for all who ask for the same thing at the same time. Nothing is kept once it has landed,
 * a failure least of all. When the last waiter has left, the call itself is aborted.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  /** A fresh flight may have taken this one's place meanwhile. */
  function forget(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function takeOff(key: string, start: (controller: AbortController) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const result = start(controller).finally(() => forget(key, flight));
    const flight: Flight<T> = { result, waiters: 0, controller };
    flights.set(key, flight);
    return flight;
  }

  function leave(key: string, flight: Flight<T>): void {
    flight.waiters -= 1;
    if (flight.waiters > 0) return;
    forget(key, flight);
    flight.controller.abort(toAborted());
  }

  return {
    join(key, start, { signal, fresh = false } = {}) {
      const up = fresh ? undefined : flights.get(key);
      const flight = up ?? takeOff(key, start);
      flight.waiters += 1;
      const result = waitFor(flight.result, signal, () => leave(key, flight));
      return { result, shared: up !== undefined };
    },
  };
}

/** The flight's result for one waiter, who may leave early. */
function waitFor<T>(result: Promise<T>, signal: AbortSignal | undefined, onLeave: () => void) {
  if (!signal) return result;
  return new Promise<T>((resolve, reject) => {
    const leave = () => {
      reject(toAborted());
      onLeave();
    };
    signal.addEventListener("abort", leave, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    if (signal.aborted) leave();
  });
}

function toAborted(): UpstreamError {
  return new UpstreamError("aborted", { logDetail: "whoever asked went away" });
}
