import { describe, expect, it } from "vitest";
import { findLines, readProject } from "./source-files";

const files = readProject();

/** Put together here, so that this file holds none of what it looks for. */
const FOLDERS = ["home", "Users", "root", "work", "tmp", "private/var"];
const ABSOLUTE_PATH = new RegExp(`(?<![\\w.:/*-])/(${FOLDERS.join("|")})/[\\w.]`);

/** Real ones are longer than anything that a test has to make up. */
const SECRET = /\bMI[IG][\w+/]{60,}|\beyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/;

describe("the project's files", () => {
  it("hold no path of the machine that somebody wrote them on", () => {
    expect(files.flatMap((file) => findLines(file, ABSOLUTE_PATH))).toEqual([]);
  });

  it("hold no private key and no signed token", () => {
    expect(files.flatMap((file) => findLines(file, SECRET))).toEqual([]);
  });

  it("leave nothing for later", () => {
    const later = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "X" + "XX"].join("|")})\\b`);
    const found = files.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) => (later.test(line) ? [`${path}:${index + 1}`] : [])),
    );
    expect(found).toEqual([]);
  });
});

describe("the pattern for such paths", () => {
  it("knows a path of a machine from a path of the desk", () => {
    for (const folder of FOLDERS) expect(ABSOLUTE_PATH.test(`"/${folder}/me/x"`)).toBe(true);
    for (const fine of ["../shared/upstream", "/usr/bin/chromium", "/sessions/x", "a/tmp/b"]) {
      expect(ABSOLUTE_PATH.test(`"${fine}"`)).toBe(false);
    }
  });
});
