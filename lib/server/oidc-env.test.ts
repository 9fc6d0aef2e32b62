import { describe, expect, test } from "vitest";
import { EnvError, type EnvSource, parseEnv } from "./env-schema";

const DEMO = {
  NEXTAUTH_SECRET: "a-secret-that-must-never-be-printed",
  SANDBOX_API_KEY: "kk_sandbox",
};
const OIDC = {
  OIDC_ISSUER: "https://login.example.com/tenant/",
  OIDC_CLIENT_ID: "desk",
  OIDC_CLIENT_SECRET: "hunter2 hunter2",
  OIDC_ROLE_MAP: "desk-agents=agent",
};

function faultsOf(source: EnvSource): string[] {
  try {
    parseEnv({ ...DEMO, ...source });
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
}

describe("the company's sign-in", () => {
  test("is off when nothing is set, and passwords count", () => {
    expect(parseEnv(DEMO)).toMatchObject({ oidc: null, localAccounts: true });
  });

  test("is on with issuer, client, secret and roles, the issuer as it was written", () => {
    expect(parseEnv({ ...DEMO, ...OIDC }).oidc).toEqual({
      issuer: "https://login.example.com/tenant/",
      clientId: "desk",
      clientSecret: "hunter2 hunter2",
      name: "your company",
      scopes: "openid email profile",
      roleClaim: "groups",
      roleMap: new Map([["desk-agents", "agent"]]),
      emailVerified: "require",
      allowedDomains: [],
    });
  });

  test("takes groups with spaces, equal signs and GUIDs, and domains in any case", () => {
    const { oidc } = parseEnv({
      ...DEMO,
      ...OIDC,
      OIDC_ROLE_MAP: " Desk Agents = agent,0b6f1c1e-0000-4000-8000-000000000001=lead, a=b =admin",
      OIDC_ALLOWED_DOMAINS: "Example.com, example.org,",
    });
    expect([...(oidc?.roleMap ?? [])]).toEqual([
      ["Desk Agents", "agent"],
      ["0b6f1c1e-0000-4000-8000-000000000001", "lead"],
      ["a=b", "admin"],
    ]);
    expect(oidc?.allowedDomains).toEqual(["example.com", "example.org"]);
  });

  test.each(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLE_MAP"])(
    "without %s stops the start, naming it and no secret",
    (name) => {
      const faults = faultsOf({ ...OIDC, [name]: "" });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(new RegExp(`^${name} is not set`));
      expect(faults[0]).not.toContain("hunter2");
    },
  );

  test.each([
    ["OIDC_ISSUER", "http://login.example.com"],
    ["OIDC_ISSUER", "https://user:hunter2@login.example.com"],
    ["OIDC_ISSUER", "login.example.com"],
    ["OIDC_ROLE_MAP", "desk-agents"],
    ["OIDC_ROLE_MAP", "desk-agents=agnt"],
    ["OIDC_ROLE_MAP", "desk-agents=agent,"],
    ["OIDC_ROLE_MAP", "=agent"],
    ["OIDC_ROLE_MAP", "a=agent,a=lead"],
    ["OIDC_SCOPES", "email profile"],
    ["OIDC_EMAIL_VERIFIED", "maybe"],
    ["OIDC_ALLOWED_DOMAINS", "@example.com"],
    ["OIDC_ALLOWED_DOMAINS", "*.example.com"],
    ["LOCAL_ACCOUNTS", "no"],
  ])("%s=%s is refused in one line that names the variable and prints no value", (name, value) => {
    const faults = faultsOf({ ...OIDC, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} `));
    expect(faults[0]).not.toMatch(/hunter2|\n/);
  });

  test("plain http is allowed to this machine itself", () => {
    expect(faultsOf({ ...OIDC, OIDC_ISSUER: "http://127.0.0.1:9000" })).toEqual([]);
  });

  test("turning passwords off without it would let nobody in, so it stops the start", () => {
    expect(faultsOf({ LOCAL_ACCOUNTS: "false" })[0]).toMatch(/^LOCAL_ACCOUNTS is false but/);
    expect(parseEnv({ ...DEMO, ...OIDC, LOCAL_ACCOUNTS: "false" }).localAccounts).toBe(false);
  });
});
