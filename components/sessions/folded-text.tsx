"use client";

import { useState } from "react";
import { classes } from "@/components/ui/classes";

const CHARACTERS_SHOWN = 240;
const LINES_SHOWN = 4;

/** Plain text of a person, line breaks and all; a long one waits behind a button, but not on paper. */
export function FoldedText({ text, className }: { text: string; className?: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const beginning = toBeginning(text);
  const words = classes("whitespace-pre-wrap wrap-anywhere", className);
  if (beginning === null) return <p className={words}>{text}</p>;
  return (
    <div>
      <p className={classes(words, "print:hidden")}>{isWhole ? text : `${beginning}…`}</p>
      <p className={classes(words, "hidden print:block")}>{text}</p>
      <button
        type="button"
        aria-expanded={isWhole}
        onClick={() => setIsWhole(!isWhole)}
        className="min-h-6 font-medium text-accent text-sm print:hidden"
      >
        {isWhole ? "Show less" : "Show all of it"}
      </button>
    </div>
  );
}

/** What is shown of a long text, cut between words where there are any; null where all of it is. */
function toBeginning(text: string): string | null {
  const lines = text.split("\n").slice(0, LINES_SHOWN).join("\n");
  const shown = [...lines].slice(0, CHARACTERS_SHOWN).join("");
  if (shown === text) return null;
  return shown.length < lines.length ? shown.replace(/\s+\S{0,30}$/, "") : shown.trimEnd();
}
