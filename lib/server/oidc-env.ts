import "server-only";
import { z } from "zod";
import { isStaffRole, STAFF_ROLES, type StaffRole } from "@/lib/domain/roles";
import { findBaseUrl, isInsecure } from "./env-fields";

/** The configuration of the company's sign-in; spread into the whole one by `env-schema.ts`. */

export type OidcEnv = {
  /** Null while nobody signs in with the company's identity provider. */
  oidc: OidcSettings | null;
  /** Whether accounts with a password count at all. */
  localAccounts: boolean;
};

export type OidcSettings = {
  /** As the provider writes it: with or without a slash at its end. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button calls the provider. */
  name: string;
  scopes: string;
  /** The claim that holds groups or roles; a name, or a path such as `realm_access.roles`. */
  roleClaim: string;
  roleMap: ReadonlyMap<string, StaffRole>;
  /** `trust`: an address counts although the provider does not say whether it is verified. */
  emailVerified: "require" | "trust";
  /** In lower case; empty where every domain is allowed. */
  allowedDomains: readonly string[];
};

const TOGETHER = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
const NAME_CHARACTERS_MAX = 40;

function plainText(name: string) {
  return z.string().regex(/^[\x20-\x7e]+$/, `${name} holds a character that it cannot have.`);
}

export const oidcShape = {
  OIDC_ISSUER: z
    .string()
    .refine(
      (value) => findBaseUrl(value) !== null,
      "OIDC_ISSUER must be a plain https address such as https://login.example.com.",
    )
    .optional(),
  OIDC_CLIENT_ID: plainText("OIDC_CLIENT_ID").optional(),
  OIDC_CLIENT_SECRET: plainText("OIDC_CLIENT_SECRET").optional(),
  OIDC_NAME: z
    .string()
    .max(NAME_CHARACTERS_MAX, `OIDC_NAME is longer than ${NAME_CHARACTERS_MAX} characters.`)
    .default("your company"),
  OIDC_SCOPES: plainText("OIDC_SCOPES")
    .refine(
      (value) => value.split(" ").includes("openid"),
      "OIDC_SCOPES must hold openid, with spaces between the scopes.",
    )
    .default("openid email profile"),
  OIDC_ROLE_CLAIM: plainText("OIDC_ROLE_CLAIM").default("groups"),
  OIDC_ROLE_MAP: z
    .string()
    .transform((text, context) => {
      const map = findRoleMap(text);
      if (map) return map;
      const message = `OIDC_ROLE_MAP must be value=role pairs with commas between them; roles are ${STAFF_ROLES.join(", ")}.`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .optional(),
  OIDC_EMAIL_VERIFIED: z
    .enum(["require", "trust"], "OIDC_EMAIL_VERIFIED must be require or trust.")
    .default("require"),
  OIDC_ALLOWED_DOMAINS: z
    .string()
    .transform(toList)
    .refine(
      (domains) => domains.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(domain)),
      "OIDC_ALLOWED_DOMAINS must be domains such as example.com with commas between them.",
    )
    .optional(),
  LOCAL_ACCOUNTS: z
    .enum(["true", "false"], "LOCAL_ACCOUNTS must be true or false.")
    .default("true"),
};

type Source = Record<string, string | undefined>;

/** What is missing for the company's sign-in, or must not stand beside its absence; a line each. */
export function findOidcFaults(set: Source): string[] {
  const missing = TOGETHER.filter((name) => set[name] === undefined);
  if (missing.length === TOGETHER.length) {
    if (set["LOCAL_ACCOUNTS"] !== "false") return [];
    return ["LOCAL_ACCOUNTS is false but OIDC_ISSUER is not set: nobody could sign in."];
  }
  const faults = missing.map((name) => `${name} is not set. Set ${TOGETHER.join(", ")} or none.`);
  if (isInsecure(set["OIDC_ISSUER"])) {
    faults.push("OIDC_ISSUER must be https, except for an address of this machine itself.");
  }
  if (set["OIDC_ROLE_MAP"] === undefined) {
    faults.push("OIDC_ROLE_MAP is not set: nobody would have a role, so nobody could sign in.");
  }
  return faults;
}

const oidcSchema = z.object(oidcShape);
type RawOidc = z.output<typeof oidcSchema>;

export function toOidcEnv(raw: RawOidc): OidcEnv {
  const localAccounts = raw.LOCAL_ACCOUNTS === "true";
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = raw;
  if (!issuer || !clientId || !clientSecret) return { oidc: null, localAccounts };
  const oidc = {
    issuer,
    clientId,
    clientSecret,
    name: raw.OIDC_NAME,
    scopes: raw.OIDC_SCOPES,
    roleClaim: raw.OIDC_ROLE_CLAIM,
    roleMap: raw.OIDC_ROLE_MAP ?? new Map(),
    emailVerified: raw.OIDC_EMAIL_VERIFIED,
    allowedDomains: raw.OIDC_ALLOWED_DOMAINS ?? [],
  };
  return { oidc, localAccounts };
}

/** Null where any pair is not one, so that a slip never gives somebody another role than meant. */
function findRoleMap(text: string): Map<string, StaffRole> | null {
  const map = new Map<string, StaffRole>();
  for (const pair of text.split(",")) {
    const end = pair.lastIndexOf("=");
    const value = pair.slice(0, Math.max(0, end)).trim();
    const role = pair.slice(end + 1).trim();
    if (!value || !isStaffRole(role) || map.has(value)) return null;
    map.set(value, role);
  }
  return map;
}

function toList(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean);
}
