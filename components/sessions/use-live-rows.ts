"use client";

import { useCallback, useState } from "react";
import { isOpen } from "@/lib/domain/session";
import type { SessionRow } from "./session-row";
import { useLive } from "./use-live";

/** Rows of which it is taken at once that they are in sight, so that a scroll seldom changes them. */
const STEP_ROWS = 20;

/**
 * Keeps the open ones of the rows in sight current. Gives what is to be told which row is in the middle
 * of the screen.
 */
export function useLiveRows(rows: readonly SessionRow[]): (middleIndex: number) => void {
  const [step, setStep] = useState(0);
  const inSight = rows.slice(Math.max(0, step - 1) * STEP_ROWS, (step + 2) * STEP_ROWS);
  const open = inSight.filter(({ session }) => session && isOpen(session));
  useLive(
    open.map(({ id }) => id),
    "row",
  );
  return useCallback((middleIndex: number) => {
    setStep(Math.floor(Math.max(0, middleIndex) / STEP_ROWS));
  }, []);
}
