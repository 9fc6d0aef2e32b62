"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useOpenPasted } from "@/components/layout/use-open-pasted";
import { usePreferences } from "@/components/providers/preferences-provider";
import { useSingleKeys } from "@/components/providers/use-single-keys";
import { ErrorWords } from "@/components/sessions/error-words";
import { Kbd } from "@/components/ui/kbd";
import type { Facets } from "@/lib/contracts/search";
import { describeFound, LOOKUP_IDS_MAX, toLookup } from "@/lib/domain/lookup";
import { redactSecrets } from "@/lib/domain/redact";
import type { Chip } from "@/lib/domain/search/chips";
import { removeTerm } from "@/lib/domain/search/edit";
import type { SearchQuery } from "@/lib/domain/search/query";
import { routes } from "@/lib/routes";
import { SearchChip } from "./search-chip";
import { toChipText, toSearchParts, withRest } from "./search-parts";
import { SuggestionBox, toOptionId } from "./suggestion-box";
import { useSuggestions } from "./use-suggestions";

/** What is being written: the text, what it was before, and the filters that were taken into it. */
type Draft = { text: string; of: string; takenOut: readonly string[] };

/**
 * The search as chips and text in one field. The URL is the only state; what is typed and not yet
 * sent off is the field's own. Secrets are cut out here, before they reach the address or a request.
 */
export function SearchBar({
  q,
  query,
  facets,
  errorsId,
  onSearch,
}: {
  q: string;
  query: SearchQuery;
  facets: Facets | null;
  /** Where what is wrong with the search is written; null while nothing is. */
  errorsId: string | null;
  onSearch: (q: string) => void;
}) {
  const pasted = useOpenPasted();
  const { preferences } = usePreferences();
  const input = useRef<HTMLInputElement>(null);
  const boxId = useId();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [caret, setCaret] = useState(0);
  const caretWanted = useRef<number | null>(null);
  const { chips: allChips, rest } = toSearchParts(q, query);
  // A draft belongs to the text that it was begun on, so that Back drops it.
  const current = draft?.of === rest ? draft : { text: rest, of: rest, takenOut: [] };
  const { text } = current;
  const chips = allChips.filter(({ id }) => !current.takenOut.includes(id));
  const list = useSuggestions(text, caret, facets);
  const found = draft === null ? null : toLookup(text);

  useSingleKeys({ "/": focusAtEnd });

  useEffect(() => {
    if (caretWanted.current === null) return;
    input.current?.setSelectionRange(caretWanted.current, caretWanted.current);
    setCaret(caretWanted.current);
    caretWanted.current = null;
  });

  function focusAtEnd() {
    input.current?.focus();
    input.current?.setSelectionRange(text.length, text.length);
  }

  function write(next: string, nextCaret: number | null) {
    setDraft({ ...current, text: redactSecrets(next).text });
    setCaret(nextCaret ?? next.length);
  }

  function search(next: string) {
    const lookup = toLookup(next);
    list.hide();
    if (lookup.kind === "many") {
      const ids = lookup.ids.slice(0, LOOKUP_IDS_MAX);
      pasted.open(ids, routes.sessionsById(ids), () => setDraft(null));
      return;
    }
    setDraft(null);
    const removed = allChips.filter((chip) => !chips.includes(chip));
    onSearch(withRest(q, query, next, removed));
  }

  function take(insert: string) {
    const { from, to } = list.suggestions;
    const next = text.slice(0, from) + insert + text.slice(to);
    input.current?.focus();
    if (!insert.endsWith(":")) return search(next);
    caretWanted.current = from + insert.length;
    write(next, from + insert.length);
    list.show();
  }

  /** The list stays as it is until the changed filter is sent off. */
  function edit(chip: Chip) {
    const next = [text.trim(), toChipText(q, query, chip)].filter(Boolean).join(" ");
    setDraft({ text: next, of: rest, takenOut: [...current.takenOut, chip.id] });
    caretWanted.current = next.length;
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const isAtStart = selectionStart === 0 && selectionEnd === 0;
    const option = list.isShown ? list.suggestions.options[list.chosen] : undefined;
    const last = chips.at(-1);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      list.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (option) take(option.insert);
      else search(text);
    } else if (event.key === "Escape") {
      if (list.isShown) list.hide();
      else setDraft(null);
    } else if (event.key === "Backspace" && isAtStart && last) {
      event.preventDefault();
      edit(last);
    }
  }

  return (
    <search aria-label="Sessions" className="relative block min-w-0 flex-1 max-sm:min-w-48">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the text is a click on the field. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field itself is reached by Tab and by "/". */}
      <div
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
        className="flex min-h-10 cursor-text flex-wrap items-center gap-1.5 rounded-lg border border-line bg-surface py-1.5 pr-2.5 pl-2.5 sm:pr-10 focus-within:border-accent-line focus-within:outline-1 focus-within:outline-accent-line"
      >
        {chips.length > 0 && (
          <ul aria-label="Filters of the search" className="contents">
            {chips.map((chip) => (
              <SearchChip
                key={chip.id}
                chip={chip}
                onEdit={() => edit(chip)}
                onRemove={() => {
                  onSearch(removeTerm(q, chip.index));
                  input.current?.focus();
                }}
              />
            ))}
          </ul>
        )}
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Search the sessions"
          aria-invalid={errorsId !== null}
          aria-describedby={errorsId ?? undefined}
          aria-expanded={list.isShown}
          aria-controls={boxId}
          aria-autocomplete="list"
          aria-activedescendant={
            list.isShown && list.chosen >= 0 ? toOptionId(boxId, list.chosen) : undefined
          }
          aria-keyshortcuts={preferences.singleKeys === "on" ? "/" : undefined}
          placeholder={
            chips.length === 0 ? "Filter, start or end of an id, or part of a redirect URL" : ""
          }
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          value={text}
          onChange={({ target }) => {
            write(target.value, target.selectionStart);
            list.show();
          }}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
          onClick={list.show}
          onBlur={list.hide}
          onKeyDown={onKeyDown}
          className="min-h-6 min-w-24 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-ink-faint"
        />
        {preferences.singleKeys === "on" && (
          <span aria-hidden className="pointer-events-none absolute top-2.5 right-3 max-sm:hidden">
            <Kbd>/</Kbd>
          </span>
        )}
      </div>
      <SuggestionBox id={boxId} list={list} onTake={take} />
      <p role="status" className="text-ink-soft text-sm empty:hidden">
        {found?.kind === "many" && describeFound(found.ids)}
      </p>
      {pasted.fault && (
        <div role="alert" className="mt-2 text-danger text-sm">
          <ErrorWords error={pasted.fault} />
        </div>
      )}
    </search>
  );
}
