"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useState,
} from "react";
import { setPagePerson } from "@/lib/queries/page-person";
import { clearDrafts, readDraft, removeDraft, saveDraft } from "./draft-store";

const Owner = createContext<string | null>(null);

/**
 * Says whose page this is, by a mark that names nobody: what was typed by anybody else goes, and the
 * desk refuses what this page sends once somebody else has signed in in the same browser.
 */
export function DraftProvider({ person, children }: { person: string; children: ReactNode }) {
  // With the paint, before the page's first requests.
  useLayoutEffect(() => {
    setPagePerson(person);
    clearDrafts(person);
  }, [person]);
  return <Owner value={person}>{children}</Owner>;
}

export type DraftText = {
  text: string;
  setText: (text: string) => void;
  /** Call it when the text was sent, or is given up. */
  clear: () => void;
};

/**
 * A text that survives the end of the sign-in: it is still there when the same person comes back to
 * the same `key` in the same tab. Secrets are cut out of it as it is typed by whoever calls `setText`.
 * `otherwise` is shown where nothing was left.
 */
export function useDraft(key: string, otherwise = ""): DraftText {
  const owner = useContext(Owner);
  const [text, setShown] = useState(otherwise);

  useEffect(() => {
    const left = owner === null ? "" : readDraft(owner, key);
    setShown(left === "" ? otherwise : left);
  }, [owner, key, otherwise]);

  const setText = useCallback(
    (next: string) => {
      setShown(next);
      if (owner !== null) saveDraft(owner, key, next);
    },
    [owner, key],
  );
  const clear = useCallback(() => {
    setShown(otherwise);
    if (owner !== null) removeDraft(owner, key);
  }, [owner, key, otherwise]);
  return { text, setText, clear };
}
