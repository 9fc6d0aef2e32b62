import { describe, expect, it } from "vitest";
import { getConfiguration } from "./configuration";
import { createDemoSecrets } from "./demo-secrets";
import { StartFault } from "./start-fault";

const secrets = createDemoSecrets();
const REAL = {
  KAYLE_API_URL: "https://api.kayle.example",
  KAYLE_API_KEY: "kk_real",
  NEXTAUTH_SECRET: "a-secret-of-the-operator-0123456789",
  NEXTAUTH_URL: "https://desk.example.com",
};

function findFaults(source: Record<string, string>): readonly string[] {
  try {
    getConfiguration(source, secrets);
    return [];
  } catch (error) {
    if (error instanceof StartFault) return error.lines;
    throw error;
  }
}

describe("the configuration at the start", () => {
  it("is the demo when nothing is set, with the secrets made for it", () => {
    const { env, source } = getConfiguration({}, secrets);
    expect(env).toMatchObject({ mode: "demo", port: 3000, kayleApiKey: secrets.SANDBOX_API_KEY });
    expect(source).toMatchObject(secrets);
  });

  it("lets a secret that is set stand", () => {
    const own = { NEXTAUTH_SECRET: "my-own-secret-of-more-than-32-characters" };
    const { source } = getConfiguration(own, secrets);
    expect(source).toMatchObject({ ...own, SANDBOX_API_KEY: secrets.SANDBOX_API_KEY });
  });

  it("keeps what is set to nothing, which holds off the .env files", () => {
    expect(getConfiguration({ KAYLE_API_KEY: "" }, secrets).source["KAYLE_API_KEY"]).toBe("");
  });

  it("adds nothing in real mode, where every secret is the operator's", () => {
    const { env, source } = getConfiguration(REAL, secrets);
    expect(env.mode).toBe("real");
    expect(source).toEqual(REAL);
  });

  it("tells every fault at once, one line each", () => {
    const faults = findFaults({ PORT: "many", LOG_LEVEL: "loud", SANDBOX_PORT: "-1" });
    expect(faults).toHaveLength(3);
    expect(faults.join("")).not.toContain("\n");
    expect(faults.map((line) => line.split(" ", 1)[0]).sort()).toEqual([
      "LOG_LEVEL",
      "PORT",
      "SANDBOX_PORT",
    ]);
  });

  it("never comes up as the demo beside half of a real setting", () => {
    const { KAYLE_API_URL, KAYLE_API_KEY } = REAL;
    expect(findFaults({ KAYLE_API_URL })[0]).toContain("KAYLE_API_KEY is not");
    expect(findFaults({ KAYLE_API_KEY })[0]).toContain("KAYLE_API_URL is not");
    const missing = findFaults({ KAYLE_API_URL, KAYLE_API_KEY });
    expect(missing.join("\n")).toMatch(/NEXTAUTH_SECRET[\s\S]*NEXTAUTH_URL/);
  });
});
