import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DEFAULT_PREFERENCES,
  displayZone,
  findPreferences,
  parsePreferences,
  serialisePreferences,
  toPreferencesCookie,
} from "./preferences";

test("what was chosen comes back from the cookie as it was", () => {
  const chosen = {
    localZone: "Europe/Paris",
    times: "utc",
    theme: "dark",
    guidanceLanguage: "fr",
    singleKeys: "off",
    density: "compact",
    timelineTimes: "elapsed",
    listColumns: ["id", "status"],
  } as const;
  expect(parsePreferences(serialisePreferences(chosen))).toEqual(chosen);
});

test("any cookie value, however broken, gives usable preferences", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const read = parsePreferences(value);
      expect(["local", "utc"]).toContain(read.times);
      expect(() => new Intl.DateTimeFormat("en", { timeZone: displayZone(read) })).not.toThrow();
    }),
  );
  expect(parsePreferences(undefined)).toEqual(DEFAULT_PREFERENCES);
});

test("columns that no list could have are dropped, and none left means the usual ones", () => {
  const read = (ids: string) => parsePreferences(`listColumns=${encodeURIComponent(ids)}`);
  expect(read("id,<b>,status,id").listColumns).toEqual(["id", "status"]);
  expect(read(",,").listColumns).toBeNull();
});

test("a zone that does not exist is dropped rather than shown", () => {
  expect(parsePreferences("localZone=Mars/Olympus").localZone).toBeNull();
});

test("times are in UTC until the browser has told its zone", () => {
  expect(displayZone(DEFAULT_PREFERENCES)).toBe("UTC");
  expect(displayZone({ ...DEFAULT_PREFERENCES, localZone: "Asia/Tokyo" })).toBe("Asia/Tokyo");
  expect(displayZone({ ...DEFAULT_PREFERENCES, localZone: "Asia/Tokyo", times: "utc" })).toBe(
    "UTC",
  );
});

test("a person's own choices are theirs alone; without any they begin with the browser's", () => {
  const jar = new Map([
    [toPreferencesCookie(null), "density=compact&localZone=Europe/Paris"],
    [toPreferencesCookie("aaaa0000"), "density=comfortable&times=utc"],
  ]);
  const read = (mark: string | null) => findPreferences(mark, (name) => jar.get(name));
  expect(read("aaaa0000")).toMatchObject({ density: "comfortable", times: "utc", localZone: null });
  expect(read("bbbb0000")).toMatchObject({ density: "compact", localZone: "Europe/Paris" });
  expect(read(null)).toMatchObject({ density: "compact", times: "local" });
});
