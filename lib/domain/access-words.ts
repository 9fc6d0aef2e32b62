import { ACCESS_EVENTS, type AccessEvent, type AccessOutcome } from "./access-event";
import { isSessionId } from "./session-id";
import { shortenId } from "./shorten-id";

/** The access log in the words of a person. What a newer desk wrote is shown as it stands. */

type EventWords = {
  /** For a choice of events. */
  name: string;
  /** After a person's name, when it was done. */
  did: string;
  /** When it was not, or not yet. */
  tried: string;
};

const EVENTS: Record<AccessEvent, EventWords> = {
  sign_in: { name: "Sign-in", did: "signed in", tried: "tried to sign in" },
  sign_in_refused: {
    name: "Sign-in refused",
    did: "was not let in",
    tried: "was not let in",
  },
  sign_in_limited: {
    name: "Sign-in limited",
    did: "was held off after too many sign-ins",
    tried: "was held off after too many sign-ins",
  },
  sign_out: { name: "Sign-out", did: "signed out", tried: "tried to sign out" },
  session_view: {
    name: "Session opened",
    did: "opened the session",
    tried: "tried to open the session",
  },
  search: { name: "Search", did: "searched the list", tried: "tried to search the list" },
  lookup: { name: "Lookup by paste", did: "looked up pasted ids", tried: "tried to look up ids" },
  export: { name: "Export", did: "exported", tried: "tried to export" },
  log_read: {
    name: "Access log read",
    did: "read the access log",
    tried: "tried to read the access log",
  },
  note_add: { name: "Note added", did: "added a note", tried: "tried to add a note" },
  note_edit: { name: "Note changed", did: "changed a note", tried: "tried to change a note" },
  cancel: { name: "Cancel", did: "cancelled the session", tried: "tried to cancel the session" },
  resend: {
    name: "Webhook resent",
    did: "had a webhook sent again",
    tried: "tried to have a webhook sent again",
  },
  denied: { name: "Denied attempt", did: "was refused", tried: "was refused" },
  staff_change: {
    name: "Staff change",
    did: "changed the staff",
    tried: "tried to change the staff",
  },
  setting: { name: "Setting", did: "changed a setting", tried: "tried to change a setting" },
  retention: {
    name: "Old entries removed",
    did: "removed old entries",
    tried: "tried to remove old entries",
  },
  key_change: {
    name: "Key changed",
    did: "seals the log with another key from here on",
    tried: "tried to seal the log with another key",
  },
};

const OUTCOMES: Record<AccessOutcome, string> = {
  done: "Done",
  begun: "Begun",
  refused: "Refused",
  not_found: "Not found",
  failed: "Failed",
};

export function eventName(event: string): string {
  return isAccessEvent(event) ? EVENTS[event].name : event;
}

export function outcomeName(outcome: string): string {
  return Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome as AccessOutcome] : outcome;
}

/** What somebody did, to stand after their name: `opened the session`. */
export function describeAct(event: string, outcome: string): string {
  if (!isAccessEvent(event)) return event;
  return outcome === "done" ? EVENTS[event].did : EVENTS[event].tried;
}

function isAccessEvent(event: string): event is AccessEvent {
  return (ACCESS_EVENTS as readonly string[]).includes(event);
}

const VALUES_MAX = 5;

/** The details of a row in one line: `“status:failed” · 12 found`. Empty where there are none. */
export function describeDetails(details: Readonly<Record<string, unknown>>): string {
  const { query, total, totalIsExact, zone, ...others } = details;
  const search = [
    ...(typeof query === "string" ? [query === "" ? "everything" : `“${query}”`] : []),
    ...(typeof total === "number" ? [toFoundWords(total, totalIsExact !== false)] : []),
  ];
  const rest = Object.entries(others).flatMap(([name, value]) => {
    const words = toValueWords(value);
    return words === null ? [] : [`${toNameWords(name)} ${words}`];
  });
  return [...search, ...rest].join(" · ");
}

function toFoundWords(total: number, isExact: boolean): string {
  return `${total.toLocaleString("en-GB")}${isExact ? "" : " or more"} found`;
}

/** `statusBefore` reads "status before". */
function toNameWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

function toValueWords(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "string") return isSessionId(value) ? shortenId(value) : `“${value}”`;
  if (Array.isArray(value)) return toListWords(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function toListWords(values: readonly unknown[]): string | null {
  const words = values.flatMap((value) => toValueWords(value) ?? []);
  if (words.length <= VALUES_MAX) return words.join(", ") || null;
  return `${words.slice(0, VALUES_MAX).join(", ")} and ${words.length - VALUES_MAX} more`;
}
