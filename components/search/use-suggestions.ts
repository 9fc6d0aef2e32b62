"use client";

import { useState } from "react";
import type { Facets } from "@/lib/contracts/search";
import { type Suggestions, suggestSearch } from "@/lib/domain/search/suggest";

export type SuggestionList = {
  suggestions: Suggestions;
  isShown: boolean;
  /** The option that Enter would take; -1 for none. */
  chosen: number;
  show: () => void;
  hide: () => void;
  choose: (index: number) => void;
  /** Moves through the options, and round at both ends. */
  step: (by: 1 | -1) => void;
};

/** What may be meant at the caret. Nothing is chosen beforehand, so that Enter searches. */
export function useSuggestions(text: string, caret: number, facets: Facets | null): SuggestionList {
  const [isWanted, setIsWanted] = useState(false);
  const [chosen, choose] = useState(-1);
  const suggestions = suggestSearch(text, caret, facets ?? {});
  const count = suggestions.options.length;
  return {
    suggestions,
    isShown: isWanted && count > 0,
    chosen: Math.min(chosen, count - 1),
    show: () => {
      setIsWanted(true);
      choose(-1);
    },
    hide: () => {
      setIsWanted(false);
      choose(-1);
    },
    choose,
    step: (by) => {
      setIsWanted(true);
      // One place more than there are options: between the last and the first nothing is chosen.
      choose((old) => ((old + 1 + by + count + 1) % (count + 1)) - 1);
    },
  };
}
