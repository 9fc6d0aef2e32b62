"use client";

import { LoaderCircle, Search } from "lucide-react";
import { type ClipboardEvent, type FormEvent, useEffect, useId, useRef, useState } from "react";
import { classes } from "@/components/ui/classes";
import { Kbd } from "@/components/ui/kbd";
import { LOOKUP_IDS_MAX, type Lookup, toLookup } from "@/lib/domain/lookup";
import { redactSecrets } from "@/lib/domain/redact";
import { routes } from "@/lib/routes";
import { LookupAnswer } from "./lookup-answer";
import { useOpenPasted } from "./use-open-pasted";

/** An input grows slow with a whole mailbox in it; what is searched is the full text all the same. */
const SHOWN_CHARACTERS_MAX = 2_000;
/** How long "a token was cut out" stays after the session is already opening. */
const REMOVED_NOTICE_MS = 10_000;

/**
 * The box that takes anything: an id, a link, webhook JSON, a whole e-mail. Secrets are cut out here,
 * before the text reaches the page, a request, the address bar or a log.
 */
export function LookupBox() {
  const input = useRef<HTMLInputElement>(null);
  const answerId = useId();
  const { open: openPasted, isOpening, fault, clearFault } = useOpenPasted();
  // `full` is what is searched: a paste keeps its line breaks there, which an input cannot show.
  const [text, setText] = useState({ shown: "", full: "" });
  const [lookup, setLookup] = useState<Lookup>(() => toLookup(""));

  useEffect(() => {
    function focusOnShortcut(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener("keydown", focusOnShortcut);
    return () => document.removeEventListener("keydown", focusOnShortcut);
  }, []);

  useEffect(() => {
    if (lookup.kind !== "empty" || lookup.removed.length === 0) return;
    const timer = setTimeout(() => setLookup(toLookup("")), REMOVED_NOTICE_MS);
    return () => clearTimeout(timer);
  }, [lookup]);

  /** Typing goes into the full text where it can: a long paste must not shrink to what is shown. */
  function type(value: string) {
    const isAppended = value.startsWith(text.shown) && text.shown !== "";
    take(isAppended ? text.full + value.slice(text.shown.length) : value);
  }

  function take(raw: string) {
    const next = toLookup(raw);
    const clean = redactSecrets(raw).text;
    const shown = clean.replace(/\s+/g, " ").slice(0, SHOWN_CHARACTERS_MAX);
    setText({ shown, full: clean });
    setLookup(next);
    clearFault();
  }

  function clear() {
    clearFault();
    setText({ shown: "", full: "" });
    setLookup(toLookup(""));
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    const before = text.shown.slice(0, selectionStart ?? 0);
    const after = text.shown.slice(selectionEnd ?? text.shown.length);
    take(before + event.clipboardData.getData("text/plain") + after);
  }

  function open(event: FormEvent) {
    event.preventDefault();
    const ids = toIds(lookup);
    if (ids.length === 0 || isOpening) return;
    openPasted(ids, toHref(ids), () => {
      setText({ shown: "", full: "" });
      setLookup({ kind: "empty", removed: lookup.removed });
      input.current?.blur();
    });
  }

  const Icon = isOpening ? LoaderCircle : Search;
  return (
    <search className="relative block">
      <form onSubmit={open}>
        <div className="relative">
          <Icon
            aria-hidden
            className={classes(
              "pointer-events-none absolute top-2.5 left-3 size-4 text-ink-faint",
              isOpening && "motion-safe:animate-spin",
            )}
          />
          <input
            ref={input}
            type="text"
            aria-label="Find a session: paste an id, a link or a whole e-mail"
            aria-describedby={answerId}
            placeholder="Paste an id, a link or a whole e-mail"
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            value={text.shown}
            onChange={(event) => type(event.target.value)}
            onPaste={paste}
            onKeyDown={(event) => {
              if (event.key === "Escape") clear();
            }}
            className="h-9 w-full rounded-md border border-line bg-surface-sunken pr-20 pl-9 text-base text-ink placeholder:text-ink-faint focus:bg-surface"
          />
          <span
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-2 hidden -translate-y-1/2 sm:block"
          >
            <Kbd>Ctrl K</Kbd>
          </span>
        </div>
        <LookupAnswer id={answerId} lookup={lookup} fault={fault} />
      </form>
    </search>
  );
}

/** The sessions that Enter opens. */
function toIds(lookup: Lookup): string[] {
  if (lookup.kind === "one") return [lookup.id];
  return lookup.kind === "many" ? lookup.ids.slice(0, LOOKUP_IDS_MAX) : [];
}

function toHref(ids: readonly string[]): string {
  const [id, ...others] = ids;
  return id && others.length === 0 ? routes.session(id) : routes.sessionsById(ids);
}
