import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { findBrowser, listCandidates } from "./find-browser";

const WORKING = "#!/bin/sh\necho 'Chromium 150.0.1 built on a test'\n";
const ASKS_FOR_SNAP = "#!/bin/sh\necho 'requires the chromium snap to be installed'\nexit 1\n";

describe("the search for a browser", () => {
  let folder: string;

  beforeEach(() => {
    folder = makeTemporaryFolder();
  });

  function place(name: string, script: string): string {
    const file = join(folder, name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    return file;
  }

  function search(source: { chosen?: string; playwrights?: string; folders?: string[] }) {
    const folders = (source.folders ?? []).map((name) => join(folder, name));
    return {
      chosen: source.chosen,
      playwrights: source.playwrights ?? join(folder, "absent"),
      path: folders.join(delimiter),
    };
  }

  it("takes the chosen one before any other", () => {
    const chosen = place("mine", WORKING);
    const playwrights = place("playwrights", WORKING);
    expect(findBrowser(search({ chosen, playwrights }))).toBe(chosen);
  });

  it("takes no other when the chosen one does not start", () => {
    const chosen = place("mine", ASKS_FOR_SNAP);
    const playwrights = place("playwrights", WORKING);
    expect(findBrowser(search({ chosen, playwrights }))).toBeNull();
    expect(findBrowser(search({ chosen: join(folder, "nowhere"), playwrights }))).toBeNull();
  });

  it("takes Playwright's own before one of the system", () => {
    const playwrights = place("playwrights", WORKING);
    place("bin/chromium", WORKING);
    expect(findBrowser(search({ playwrights, folders: ["bin"] }))).toBe(playwrights);
  });

  it("passes over what only asks for an installation", () => {
    place("bin/chromium", ASKS_FOR_SNAP);
    const chrome = place("bin/google-chrome", WORKING);
    expect(findBrowser(search({ folders: ["bin"] }))).toBe(chrome);
  });

  it("looks in every folder of the path, in its order", () => {
    place("second/chromium", WORKING);
    place("first/chromium", WORKING);
    const found = listCandidates(search({ folders: ["first", "second"] }));
    expect(found.slice(0, 2)).toEqual([
      join(folder, "first/chromium"),
      join(folder, "second/chromium"),
    ]);
  });
});
