export type OrganisationName = "main" | "other" | "empty" | "frozen";

/** The situations that a key can be in; each has a key of its own in the sandbox. */
const KEY_NAMES = [
  "main",
  "deskRead",
  "deskWrite",
  "readOnly",
  "writeOnly",
  "noScopes",
  "webhooksOnly",
  "analyticsOnly",
  "disabled",
  "other",
  "empty",
  "frozen",
] as const;
export type KeyName = (typeof KEY_NAMES)[number];
export type SandboxKeys = Record<KeyName, string>;

export type Scope =
  | "sessions:read"
  | "sessions:write"
  | "webhooks:read"
  | "webhooks:write"
  | "analytics:read";

export type KeyGrant = { organisation: OrganisationName; scopes: readonly Scope[] };

const EVERY_SCOPE: readonly Scope[] = ["sessions:write", "webhooks:write", "analytics:read"];

/** A disabled key is not here: the server does not tell it from an unknown one. */
const GRANTS: Readonly<Partial<Record<KeyName, KeyGrant>>> = {
  main: { organisation: "main", scopes: EVERY_SCOPE },
  deskRead: { organisation: "main", scopes: ["sessions:read", "webhooks:read", "analytics:read"] },
  deskWrite: { organisation: "main", scopes: ["sessions:write", "webhooks:write"] },
  readOnly: { organisation: "main", scopes: ["sessions:read"] },
  writeOnly: { organisation: "main", scopes: ["sessions:write"] },
  noScopes: { organisation: "main", scopes: [] },
  webhooksOnly: { organisation: "main", scopes: ["webhooks:read"] },
  analyticsOnly: { organisation: "main", scopes: ["analytics:read"] },
  other: { organisation: "other", scopes: EVERY_SCOPE },
  empty: { organisation: "empty", scopes: EVERY_SCOPE },
  frozen: { organisation: "frozen", scopes: EVERY_SCOPE },
};

/** The keys of a sandbox: what the caller names, and a plain default for each other situation. */
export function toSandboxKeys(given: Partial<SandboxKeys> = {}): SandboxKeys {
  const defaults = KEY_NAMES.map((name) => [name, `kk_sandbox_${name}`] as const);
  return { ...(Object.fromEntries(defaults) as SandboxKeys), ...given };
}

/**
 * What an `Authorization` header grants; null stands for 401. Recorded server 1.6.0: `Bearer` in
 * exactly this case, any number of spaces before and after the key.
 */
export function findGrant(keys: SandboxKeys, header: string | undefined): KeyGrant | null {
  if (header === undefined || !header.startsWith("Bearer ")) return null;
  const key = header.slice("Bearer ".length).trim();
  const name = KEY_NAMES.find((candidate) => keys[candidate] === key);
  return (key !== "" && name !== undefined && GRANTS[name]) || null;
}

/** Writing implies reading within the same group of scopes. */
export function isGranted(grant: KeyGrant, scope: Scope): boolean {
  const writing = scope.replace(":read", ":write") as Scope;
  return grant.scopes.includes(scope) || grant.scopes.includes(writing);
}
