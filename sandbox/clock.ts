/** Time as the sandbox sees it: a source that runs, and an offset that a test can move. */
export type SandboxClock = {
  /** Milliseconds since 1970. */
  now(): number;
  offsetMs(): number;
  setOffset(offsetMs: number): void;
  /** Moves forward only: Kayle's clock never runs back either. Throws a RangeError otherwise. */
  advance(ms: number): void;
};

export function createClock(source: () => number = Date.now): SandboxClock {
  let offset = 0;
  return {
    now: () => source() + offset,
    offsetMs: () => offset,
    setOffset(offsetMs) {
      offset = offsetMs;
    },
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError("The clock can only be advanced by 0 ms or more.");
      offset += ms;
    },
  };
}
