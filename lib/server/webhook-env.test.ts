import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "./env-schema";

const DEMO = {
  NEXTAUTH_SECRET: "a-secret-that-must-never-be-printed",
  SANDBOX_API_KEY: "kk_sandbox",
};
const SECRET = "whsec_0123456789abcdef";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

function parse(secret: string | undefined, key: string | undefined) {
  return parseEnv({ ...DEMO, KAYLE_WEBHOOK_SECRET: secret, KAYLE_WEBHOOK_PRIVATE_KEY: key });
}

function faultsOf(secret: string | undefined, key: string | undefined): string[] {
  try {
    parse(secret, key);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
}

describe("the webhook receiver's configuration", () => {
  test("is off with neither, and with empty ones", () => {
    expect(parse(undefined, undefined).webhook).toBeNull();
    expect(parse("", " ").webhook).toBeNull();
  });

  test.each([
    ["PEM", PEM],
    ["PEM with \\n written out", PEM.replaceAll("\n", "\\n")],
    ["JWK", JSON.stringify(rsa.privateKey.export({ format: "jwk" }))],
  ])("takes the same private key as %s", (_, text) => {
    const { webhook } = parse(SECRET, text);
    expect(webhook?.secret).toBe(SECRET);
    expect(webhook?.privateKey.equals(rsa.privateKey)).toBe(true);
  });

  test("one without the other stops the start, naming both and printing neither", () => {
    const onlySecret = faultsOf(SECRET, undefined);
    const onlyKey = faultsOf(undefined, PEM);
    expect(onlySecret).toHaveLength(1);
    expect(onlySecret[0]).toMatch(/^KAYLE_WEBHOOK_SECRET is set but KAYLE_WEBHOOK_PRIVATE_KEY is/);
    expect(onlyKey).toHaveLength(1);
    expect(onlyKey[0]).toMatch(/^KAYLE_WEBHOOK_PRIVATE_KEY is set but KAYLE_WEBHOOK_SECRET is not/);
    expect([...onlySecret, ...onlyKey].join()).not.toMatch(/whsec|BEGIN/);
  });

  test.each([
    ["a text", "hunter2 hunter2"],
    ["a damaged PEM", PEM.replace(/[A-Za-z0-9]{40}/, "")],
    ["a damaged JWK", '{"kty":"RSA","n":"hunter2"}'],
    ["a JWK that is no JSON", "{hunter2"],
    ["the public half", rsa.publicKey.export({ type: "spki", format: "pem" }).toString()],
    ["the public half as a JWK", JSON.stringify(rsa.publicKey.export({ format: "jwk" }))],
    ["a key that a passphrase locks", exportLocked()],
    ["a short RSA key", exportShort()],
    ["an EC key", exportEc()],
  ])("refuses %s as the private key in one line without a word of it", (_, text) => {
    const faults = faultsOf(SECRET, text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      /^KAYLE_WEBHOOK_PRIVATE_KEY (is not a private|must be an RSA) key.*$/,
    );
    expect(faults[0]).not.toMatch(/hunter2|BEGIN|\n/);
    expect(faults[0]).not.toContain(text.slice(40, 80) || text);
  });

  test.each(["hunter2", "with a space in the middle of it"])("refuses the secret %j", (secret) => {
    const faults = faultsOf(secret, PEM);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^KAYLE_WEBHOOK_SECRET /);
    expect(faults[0]).not.toContain(secret);
  });
});

function exportLocked(): string {
  const lock = { cipher: "aes-256-cbc", passphrase: "hunter2" };
  return rsa.privateKey.export({ type: "pkcs8", format: "pem", ...lock }).toString();
}

function exportShort(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function exportEc(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
