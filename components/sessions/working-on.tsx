"use client";

import { ShieldCheck } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { usePurpose } from "@/components/providers/purpose-provider";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Says for which ticket the person looks, from now on and until they take it back. */
export function WorkingOn() {
  const { purpose, workOn, takeBack } = usePurpose();
  const [text, setText] = useState("");
  const [hadSecret, setHadSecret] = useState(false);
  const hintId = useId();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    setHadSecret(workOn(text).hadSecret);
    setText("");
  }

  return (
    <div className="mt-3 border-line border-t pt-3 print:hidden">
      {purpose === null ? (
        <form onSubmit={submit} className="flex items-end gap-2">
          <label className="flex min-w-0 flex-1 flex-col gap-1 text-ink-soft text-xs">
            Working on ticket
            <input
              value={text}
              autoComplete="off"
              aria-describedby={hintId}
              onChange={({ target }) => setText(target.value)}
              className="min-h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-ink text-sm"
            />
          </label>
          <Button type="submit" disabled={text.trim() === ""}>
            Set
          </Button>
        </form>
      ) : (
        <p className="flex flex-wrap items-center justify-between gap-x-3 text-sm">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            You are working on <span className="font-medium">{purpose}</span>
          </span>
          <Button variant="quiet" className="-mr-2 px-2" onClick={takeBack}>
            Take it back
          </Button>
        </p>
      )}
      <p id={hintId} className="mt-1 text-ink-faint text-xs">
        {purpose === null
          ? "It stands beside everything you open from then on, for everybody to see."
          : "It stands beside everything you open from now on."}
      </p>
      {hadSecret && (
        <Notice tone="warning" icon={ShieldCheck} live="polite" className="mt-2">
          A token or key was taken out of it before it was kept.
        </Notice>
      )}
    </div>
  );
}
