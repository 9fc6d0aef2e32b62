"use client";

import { useEffect, useState } from "react";

const CONFIRMATION_MS = 2_000;

export type CopyState = "idle" | "copied" | "refused";

/**
 * Copies text and says for two seconds whether that worked. The clipboard refuses on plain http from
 * another machine and where the browser forbids it.
 */
export function useCopy(): { state: CopyState; copy: (text: string) => Promise<void> } {
  const [state, setState] = useState<CopyState>("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  }

  return { state, copy };
}
