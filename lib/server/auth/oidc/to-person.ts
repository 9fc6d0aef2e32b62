import "server-only";
import { STAFF_ROLES, type StaffRole } from "@/lib/domain/roles";
import type { OidcSettings } from "../../oidc-env";
import { isEmail, toEmail } from "../../staff/email";
import { CompanyRefusal } from "./company-refusal";

/** Somebody whom the provider knows and the desk may let in. */
export type CompanyPerson = {
  issuer: string;
  subject: string;
  email: string;
  name: string;
  role: StaffRole;
};

type Claims = Readonly<Record<string, unknown>>;
type Rules = Pick<OidcSettings, "roleClaim" | "roleMap" | "emailVerified" | "allowedDomains">;

const NAME_CHARACTERS_MAX = 120;

/**
 * Who it is and what they may do, by the operator's rules.
 * @throws CompanyRefusal `CompanyEmailUnverified`, `CompanyDomain` or `CompanyNoRole`
 */
export function toPerson(
  claims: Claims & { sub: string },
  issuer: string,
  rules: Rules,
): CompanyPerson {
  const email = requireEmail(claims, rules);
  const role = findHighestRole(findClaim(claims, rules.roleClaim), rules.roleMap);
  if (!role) throw new CompanyRefusal("CompanyNoRole", "no value of the role claim is mapped");
  return { issuer, subject: claims.sub, email, name: toName(claims["name"], email), role };
}

/** A claim by its own name, which may hold dots, or by a path into nested ones. */
export function findClaim(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const step of path.split(".")) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, step))
      return undefined;
    value = Object.entries(value).find(([name]) => name === step)?.[1];
  }
  return value;
}

function requireEmail(claims: Claims, { emailVerified, allowedDomains }: Rules): string {
  const raw = claims["email"];
  const verified = claims["email_verified"];
  // Some send the word. An address that is said to be unverified never counts.
  const isVerified = verified === true || verified === "true";
  const isTrusted = verified === undefined && emailVerified === "trust";
  const email = typeof raw === "string" && isPlainAscii(raw) ? toEmail(raw) : "";
  if (!isEmail(email) || !(isVerified || isTrusted)) {
    throw new CompanyRefusal("CompanyEmailUnverified", "no verified address");
  }
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (allowedDomains.length > 0 && !allowedDomains.includes(domain)) {
    throw new CompanyRefusal("CompanyDomain", "the address is of a domain that is not allowed");
  }
  return email;
}

const EMAIL_CHARACTERS_MAX = 254;

/** Other letters may look like these, and lower case differs between the desk and its database. */
function isPlainAscii(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && text.length <= EMAIL_CHARACTERS_MAX;
}

function findHighestRole(claim: unknown, map: Rules["roleMap"]): StaffRole | null {
  const roles = [claim].flat().flatMap((value) => {
    const role = typeof value === "string" ? map.get(value) : undefined;
    return role ? [role] : [];
  });
  return STAFF_ROLES.findLast((role) => roles.includes(role)) ?? null;
}

/** One line without control characters; the address where there is no name. */
function toName(raw: unknown, email: string): string {
  if (typeof raw !== "string") return email;
  const name = raw
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, NAME_CHARACTERS_MAX);
  return name.toWellFormed() || email;
}
