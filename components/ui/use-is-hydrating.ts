"use client";

import { useSyncExternalStore } from "react";

const NEVER_CHANGES = () => () => undefined;

/** True while React takes over what the server painted, so that both paint the same at first. */
export function useIsHydrating(): boolean {
  return useSyncExternalStore(
    NEVER_CHANGES,
    () => false,
    () => true,
  );
}
