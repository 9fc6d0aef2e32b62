import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EnvError, type EnvSource, envSchema, parseDatabaseEnv, parseEnv } from "./env-schema";

const SECRET = "a-secret-that-must-never-be-printed";
const DEMO = { NEXTAUTH_SECRET: SECRET, SANDBOX_API_KEY: "kk_sandbox" };
const REAL = {
  KAYLE_API_URL: "https://api.kayle.id",
  KAYLE_API_KEY: "kk_real",
  NEXTAUTH_SECRET: SECRET,
  NEXTAUTH_URL: "https://desk.example.com",
};

function faultsOf(source: EnvSource): string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
}

describe("the mode", () => {
  test("with neither Kayle variable the desk is a demo that talks to its sandbox", () => {
    expect(parseEnv({ ...DEMO, SANDBOX_PORT: "9000", PORT: "3100" })).toMatchObject({
      mode: "demo",
      kayleApiUrl: "http://127.0.0.1:9000",
      kayleApiKey: "kk_sandbox",
      nextauthUrl: "http://127.0.0.1:3100",
    });
  });

  test("with both the desk is real and the sandbox's key is not used", () => {
    expect(parseEnv({ ...REAL, SANDBOX_API_KEY: "kk_sandbox" })).toMatchObject({
      mode: "real",
      kayleApiUrl: "https://api.kayle.id",
      kayleApiKey: "kk_real",
    });
  });

  test.each(["KAYLE_API_URL", "KAYLE_API_KEY"] as const)(
    "%s alone is refused as half-set",
    (name) => {
      const faults = faultsOf({ ...DEMO, [name]: REAL[name] });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(new RegExp(`^${name} is set but KAYLE_API_\\w+ is not`));
    },
  );

  test("an empty string counts as not set", () => {
    expect(parseEnv({ ...DEMO, KAYLE_API_URL: "", KAYLE_API_KEY: " ", PORT: "" })).toMatchObject({
      mode: "demo",
      port: 3000,
    });
  });

  test("real mode refuses to start without NEXTAUTH_SECRET and NEXTAUTH_URL, naming both", () => {
    const faults = faultsOf({ ...REAL, NEXTAUTH_SECRET: undefined, NEXTAUTH_URL: undefined });
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual(["NEXTAUTH_SECRET", "NEXTAUTH_URL"]);
  });

  test("real mode refuses plain http to another machine and allows it on this one", () => {
    expect(faultsOf({ ...REAL, KAYLE_API_URL: "http://api.kayle.id" })).toHaveLength(1);
    expect(faultsOf({ ...REAL, NEXTAUTH_URL: "http://desk.example.com" })).toHaveLength(1);
    const here = { KAYLE_API_URL: "http://127.0.0.1:8787", NEXTAUTH_URL: "http://localhost:3000" };
    expect(faultsOf({ ...REAL, ...here })).toEqual([]);
  });
});

test.each([
  ["PORT", "70000"],
  ["PORT", "3000.5"],
  ["PORT", "0x10"],
  ["HOST", "a b"],
  ["SANDBOX_PORT", "-1"],
  ["NEXTAUTH_SECRET", "short"],
  ["NEXTAUTH_URL", "https://desk.example.com/path"],
  ["NEXTAUTH_URL", "ftp://desk.example.com"],
  ["KAYLE_API_URL", "https://user:pass@api.kayle.id"],
  ["KAYLE_API_URL", "https://api.kayle.id/?key=1"],
  ["KAYLE_API_URL", "not an address"],
  ["KAYLE_API_KEY", "kk with blanks"],
  ["KAYLE_WRITE_API_KEY", "kk with blanks"],
  ["DATABASE_URL", "mysql://127.0.0.1/desk"],
  ["UPSTREAM_TIMEOUT_MS", "1"],
  ["SYNC_INTERVAL_MS", "99"],
  ["UPSTREAM_CONCURRENCY_MAX", "0"],
  ["TRUST_PROXY_HOPS", "many"],
  ["LOG_LEVEL", "loud"],
])("%s=%s is refused in one line that names the variable", (name, value) => {
  const faults = faultsOf({ ...REAL, [name]: value });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(name);
  expect(faults[0]).not.toContain("\n");
});

test("every fault is reported at once, and none prints a value", () => {
  const bad = {
    KAYLE_API_URL: "https://user:hunter2@kayle",
    KAYLE_API_KEY: "kk_very secret",
    NEXTAUTH_SECRET: "hunter3",
    DATABASE_URL: "mysql://u:hunter4@db/x",
    PORT: "none",
  };
  const faults = faultsOf(bad);
  const named = [...Object.keys(bad), "NEXTAUTH_URL"];
  for (const name of named) expect(faults.some((fault) => fault.startsWith(name))).toBe(true);
  expect(faults.join(" ")).not.toMatch(/hunter|very secret/);
});

describe("the key for writing", () => {
  test("is one of its own, and without it the desk may only read", () => {
    expect(parseEnv(REAL).kayleWriteApiKey).toBeNull();
    expect(parseEnv({ ...REAL, SANDBOX_WRITE_API_KEY: "kk_demo" }).kayleWriteApiKey).toBeNull();
    expect(parseEnv({ ...REAL, KAYLE_WRITE_API_KEY: "kk_write" })).toMatchObject({
      kayleApiKey: "kk_real",
      kayleWriteApiKey: "kk_write",
    });
  });

  test("of the demo is the sandbox's", () => {
    const source = { ...DEMO, SANDBOX_WRITE_API_KEY: "kk_sandbox_write" };
    expect(parseEnv(source).kayleWriteApiKey).toBe("kk_sandbox_write");
  });

  test("of a real organisation is refused in a demo, without being printed", () => {
    const faults = faultsOf({ ...DEMO, KAYLE_WRITE_API_KEY: "kk_secret" });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^KAYLE_WRITE_API_KEY is set but/);
    expect(faults[0]).not.toContain("kk_secret");
  });
});

test("a trailing slash is dropped, so that a path can be appended", () => {
  const env = parseEnv({
    ...REAL,
    KAYLE_API_URL: "https://api.kayle.id/",
    NEXTAUTH_URL: "https://d.example/",
  });
  expect([env.kayleApiUrl, env.nextauthUrl]).toEqual(["https://api.kayle.id", "https://d.example"]);
});

test("scripts can read where the database is without any key or secret", () => {
  expect(parseDatabaseEnv({})).toEqual({ dataDir: ".data", databaseUrl: null });
  expect(() => parseDatabaseEnv({ DATABASE_URL: "nonsense" })).toThrow(EnvError);
});

test(".env.example documents each variable of the schema and no other", () => {
  const example = readFileSync(".env.example", "utf8");
  const documented = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
  expect(documented.toSorted()).toEqual(Object.keys(envSchema.shape).toSorted());
});
