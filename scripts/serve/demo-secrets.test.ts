import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { createDemoSecrets, keepDemoSecrets } from "./demo-secrets";

describe("the secrets of the demo", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = makeTemporaryFolder();
    file = join(folder, "demo-secrets.json");
  });

  it("are the same after a restart, so that people stay signed in", () => {
    expect(keepDemoSecrets(folder)).toEqual(keepDemoSecrets(folder));
  });

  it("can be read by their owner alone", () => {
    keepDemoSecrets(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("are others on each machine", () => {
    expect(createDemoSecrets()).not.toEqual(createDemoSecrets());
  });

  it("are made anew where the file is damaged or too short", () => {
    for (const text of ["{", "{}", '{"NEXTAUTH_SECRET":"short","SANDBOX_API_KEY":"short"}']) {
      writeFileSync(file, text);
      const made = keepDemoSecrets(folder);
      expect(made.NEXTAUTH_SECRET.length).toBeGreaterThanOrEqual(32);
      expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(made);
    }
  });
});
