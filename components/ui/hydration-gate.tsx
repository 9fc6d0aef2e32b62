"use client";

import type { ReactNode } from "react";
import { useIsHydrating } from "./use-is-hydrating";

/**
 * Keeps the buttons and fields in it closed until React has taken them over from the server's HTML: a
 * press or a letter before that would be lost. Links work from the first paint on. How closed controls
 * look is in globals.css.
 */
export function HydrationGate({ children }: { children: ReactNode }) {
  return (
    <fieldset role="presentation" disabled={useIsHydrating()} className="contents">
      {children}
    </fieldset>
  );
}
