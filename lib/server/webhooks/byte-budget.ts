import "server-only";

/** A number of bytes that all requests together may hold. */
export type ByteBudget = {
  /** False when there is no room for `bytes` more. */
  take(bytes: number): boolean;
  give(bytes: number): void;
};

export function createByteBudget(bytesMax: number): ByteBudget {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > bytesMax) return false;
      held += bytes;
      return true;
    },
    give(bytes) {
      held -= bytes;
    },
  };
}
