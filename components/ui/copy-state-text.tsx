import type { CopyState } from "./use-copy";

const WORDS: Record<Exclude<CopyState, "idle">, string> = {
  copied: "Copied",
  refused: "The browser refused",
};

/** The words on a button that copies, and the same for a screen reader when they change. */
export function CopyStateText({ state, idle }: { state: CopyState; idle: string }) {
  return (
    <>
      <span>{state === "idle" ? idle : WORDS[state]}</span>
      <span role="status" className="sr-only">
        {state === "idle" ? "" : WORDS[state]}
      </span>
    </>
  );
}
