import { TIME_MODES, type TimeMode } from "./timeline/when-text";
import { isValidZone } from "./zoned-parts";

/**
 * How one person likes to see the desk. Kept in a cookie that a script may read, because the first
 * paint must already have it; it holds nothing about any session.
 */
export type Preferences = {
  /** The zone of the person's browser, an IANA name; null until a browser has told. */
  localZone: string | null;
  /** Which zone every time on the page is given in. */
  times: "local" | "utc";
  theme: "system" | "light" | "dark";
  guidanceLanguage: "en" | "fr";
  /** Single-key shortcuts may be turned off (WCAG 2.2, 2.1.4). */
  singleKeys: "on" | "off";
  /** Height of the rows in tables. */
  density: "comfortable" | "compact";
  /** How a timeline gives its times: by the clock, how long ago, or how long after the creation. */
  timelineTimes: TimeMode;
  /** Ids of the list's columns that are shown, in their order; null for the usual ones. */
  listColumns: readonly string[] | null;
};

/** The cookie of a browser in which nobody is signed in, and what a person starts from. */
const PLAIN_COOKIE = "desk-view";

/** One for each person, because several may share a computer. `mark` is `toPersonMark`'s. */
export function toPreferencesCookie(mark: string | null): string {
  return mark === null ? PLAIN_COOKIE : `${PLAIN_COOKIE}-${mark}`;
}

/** The person's own preferences, else those of the browser; `find` gives the value of a cookie. */
export function findPreferences(
  mark: string | null,
  find: (cookie: string) => string | undefined,
): Preferences {
  return parsePreferences(find(toPreferencesCookie(mark)) ?? find(PLAIN_COOKIE));
}

export const DEFAULT_PREFERENCES: Preferences = {
  localZone: null,
  times: "local",
  theme: "system",
  guidanceLanguage: "en",
  singleKeys: "on",
  density: "comfortable",
  timelineTimes: "absolute",
  listColumns: null,
};

const CHOICES = {
  times: ["local", "utc"],
  theme: ["system", "light", "dark"],
  guidanceLanguage: ["en", "fr"],
  singleKeys: ["on", "off"],
  density: ["comfortable", "compact"],
  timelineTimes: TIME_MODES,
} as const;

/** Reads the cookie's value; whatever is missing or unknown takes its default. Never throws. */
export function parsePreferences(value: string | undefined): Preferences {
  const read = new URLSearchParams(value ?? "");
  return {
    localZone: toZone(read.get("localZone")),
    times: toChoice(CHOICES.times, read.get("times")),
    theme: toChoice(CHOICES.theme, read.get("theme")),
    guidanceLanguage: toChoice(CHOICES.guidanceLanguage, read.get("guidanceLanguage")),
    singleKeys: toChoice(CHOICES.singleKeys, read.get("singleKeys")),
    density: toChoice(CHOICES.density, read.get("density")),
    timelineTimes: toChoice(CHOICES.timelineTimes, read.get("timelineTimes")),
    listColumns: toColumnIds(read.get("listColumns")),
  };
}

/** The inverse of `parsePreferences`: a value without characters that a cookie may not hold. */
export function serialisePreferences(preferences: Preferences): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(preferences)) {
    if (value !== null) written.set(name, String(value));
  }
  return written.toString();
}

/** The IANA zone that times are shown in. */
export function displayZone(preferences: Preferences): string {
  return preferences.times === "local" && preferences.localZone ? preferences.localZone : "UTC";
}

/** The first choice of each list is its default. */
function toChoice<const T extends string>(choices: readonly [T, ...T[]], value: string | null): T {
  return choices.find((choice) => choice === value) ?? choices[0];
}

const COLUMN_ID = /^[a-z_]{1,20}$/;
const COLUMNS_MAX = 20;

/** Which ids there are is the list's affair; here they must only look like ids. */
function toColumnIds(value: string | null): readonly string[] | null {
  if (value === null) return null;
  const ids = value.split(",").filter((id) => COLUMN_ID.test(id));
  return ids.length > 0 ? [...new Set(ids)].slice(0, COLUMNS_MAX) : null;
}

function toZone(value: string | null): string | null {
  return value !== null && isValidZone(value) ? value : null;
}
