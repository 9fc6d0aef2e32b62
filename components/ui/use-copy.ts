"use client";

import { useEffect, useState } from "react";

const CONFIRMATION_MS = 2_000;

export type CopyState = "idle" | "copied" | "refused";

/** A text, or what will come to be one: a browser lets a page copy only while a click is fresh. */
export type TextToCopy = string | (() => Promise<string>);

/**
 * Copies text and says for two seconds whether that worked. The clipboard refuses on plain http from
 * another machine and where the browser forbids it.
 */
export function useCopy(): { state: CopyState; copy: (text: TextToCopy) => Promise<void> } {
  const [state, setState] = useState<CopyState>("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(text: TextToCopy): Promise<void> {
    try {
      await (typeof text === "string" ? navigator.clipboard.writeText(text) : write(text()));
      setState("copied");
    } catch {
      setState("refused");
    }
  }

  return { state, copy };
}

/** The browser is told at once that something will be copied, and is given it when it is there. */
function write(text: Promise<string>): Promise<void> {
  const blob = text.then((plain) => new Blob([plain], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}
