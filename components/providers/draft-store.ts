import { toFingerprint } from "@/lib/domain/fingerprint";
import { redactSecrets } from "@/lib/domain/redact";

const PREFIX = "desk-draft-";

/** No longer than a sign-in: a text from another day would only surprise. */
const KEPT_FOR_MS = 12 * 60 * 60 * 1000;

type Draft = { owner: string; text: string; atMs: number };

/**
 * What somebody has typed and not sent, in this tab alone. The name of an entry is a short mark of
 * person and place, so that no session's id stands in the browser's storage. Storage may be full or
 * forbidden; then what is typed lasts as long as the page.
 */
export function saveDraft(owner: string, key: string, text: string): void {
  if (text === "") {
    removeDraft(owner, key);
    return;
  }
  const draft: Draft = { owner, text: redactSecrets(text).text, atMs: Date.now() };
  attempt(() => sessionStorage.setItem(toName(owner, key), JSON.stringify(draft)));
}

/** The text that this person has left here; empty where there is none. */
export function readDraft(owner: string, key: string): string {
  const draft = attempt(() => parse(sessionStorage.getItem(toName(owner, key))));
  return draft && isCurrent(draft, owner) ? draft.text : "";
}

export function removeDraft(owner: string, key: string): void {
  attempt(() => sessionStorage.removeItem(toName(owner, key)));
}

/** Removes all that was typed by anybody else than `owner`; all of it without one. */
export function clearDrafts(owner: string | null = null): void {
  attempt(() => {
    for (const name of Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))) {
      const draft = parse(sessionStorage.getItem(name));
      if (owner === null || !draft || !isCurrent(draft, owner)) sessionStorage.removeItem(name);
    }
  });
}

function isCurrent(draft: Draft, owner: string): boolean {
  return draft.owner === owner && Date.now() - draft.atMs < KEPT_FOR_MS;
}

function toName(owner: string, key: string): string {
  return PREFIX + toFingerprint([owner, key]);
}

function parse(json: string | null): Draft | null {
  const value: unknown = attempt(() => JSON.parse(json ?? "null"));
  if (value === null || typeof value !== "object") return null;
  const { owner, text, atMs } = value as Partial<Record<keyof Draft, unknown>>;
  if (typeof owner !== "string" || typeof text !== "string" || typeof atMs !== "number")
    return null;
  return { owner, text, atMs };
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
