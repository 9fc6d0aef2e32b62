/** Letters or digits after `vs_` (OpenAPI 1.5.0, and every id recorded from server 1.6.0). */
export const SESSION_ID_BODY_LENGTH = 64;

export const SESSION_ID_PATTERN = /^vs_[A-Za-z0-9]{64}$/;

/** What is wrong with a text that should be a session id. */
export type SessionIdFault = {
  kind:
    | "empty"
    | "old-version"
    | "other-id"
    | "prefix-case"
    | "prefix-missing"
    | "spaces-around"
    | "character"
    | "length";
  /** One sentence for a person: what is wrong and where. Never repeats more than one character. */
  sentence: string;
};

/** Other ids and keys of Kayle that people paste by mistake, by the letters before the first `_`. */
const OTHER_IDS: ReadonlyMap<string, string> = new Map([
  ["evt", "an event id"],
  ["whd", "a webhook delivery id"],
  ["whe", "a webhook endpoint id"],
  ["whk", "the id of a webhook encryption key"],
  ["va", "the id of one attempt"],
  ["kk", "an API key"],
]);

export function isSessionId(text: string): boolean {
  return SESSION_ID_PATTERN.test(text);
}

/** Says why `text` as a whole is not a session id; null when it is one. */
export function explainSessionId(text: string): SessionIdFault | null {
  if (isSessionId(text)) return null;
  if (text.trim() === "") return { kind: "empty", sentence: "Nothing was given." };
  if (text !== text.trim()) {
    return (
      explainSessionId(text.trim()) ?? fault("spaces-around", "There are spaces around the id.")
    );
  }
  return explainPrefix(text) ?? explainBody(text.slice("vs_".length));
}

function explainPrefix(text: string): SessionIdFault | null {
  const old = /^vs_(?:live|test)_/i.exec(text);
  if (old) {
    return fault(
      "old-version",
      `Ids that begin with ${old[0].toLowerCase()} come from an older version of Kayle’s API and are no longer accepted.`,
    );
  }
  if (text.startsWith("vs_")) return null;
  const other = OTHER_IDS.get(/^([a-z]+)_/i.exec(text)?.[1]?.toLowerCase() ?? "");
  if (other) return fault("other-id", `That is ${other}, not a session id.`);
  if (/^vs_/i.test(text)) {
    return fault(
      "prefix-case",
      `The id begins with ${text.slice(0, 3)}, small letters vs_ expected.`,
    );
  }
  if (/^[A-Za-z0-9]{64}$/.test(text)) {
    return fault("prefix-missing", "vs_ is missing in front of the 64 letters and digits.");
  }
  return fault("prefix-missing", "A session id begins with vs_, and this does not.");
}

function explainBody(body: string): SessionIdFault {
  const characters = Array.from(body);
  const wrongAt = characters.findIndex((character) => !/^[A-Za-z0-9]$/.test(character));
  if (wrongAt >= 0) {
    const named = nameCharacter(characters[wrongAt] ?? "");
    return fault(
      "character",
      `Character ${wrongAt + 1} after vs_ is ${named}: only letters and digits belong there.`,
    );
  }
  const count = characters.length === 1 ? "1 character" : `${characters.length} characters`;
  return fault("length", `${count} after vs_, ${SESSION_ID_BODY_LENGTH} expected.`);
}

function nameCharacter(character: string): string {
  if (/[\r\n]/.test(character)) return "a line break";
  if (/\s/.test(character)) return "a space";
  if (/\p{C}/u.test(character)) return "an invisible character";
  // A Cyrillic letter looks like a Latin one, so the bare letter would explain nothing.
  if (/[\p{L}\p{N}]/u.test(character)) return `“${character}” from another alphabet`;
  return `“${character}”`;
}

function fault(kind: SessionIdFault["kind"], sentence: string): SessionIdFault {
  return { kind, sentence };
}
