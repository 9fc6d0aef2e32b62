import { LINE_BREAK } from "./scan-ids";

export const SECRET_KINDS = [
  "private_key",
  "cancel_token",
  "signing_secret",
  "api_key",
  "signature",
  "bearer",
  "basic_auth",
  "access_token",
  "password",
  "encrypted_token",
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** What stands where a secret was. */
export const REMOVED_MARK = "[removed]";

/** Finds one kind of secret: group 1 is what stays, all that follows it in the match is secret. */
export type SecretRule = { kind: SecretKind; pattern: RegExp };

/** Names under which a value is a secret, in any of the usual spellings. */
const CANCEL_TOKEN_NAME = "cancel[ _-]?token";

const MARK_AHEAD = "\\[removed\\](?![A-Za-z0-9])";

/** Between a name and its value: `=`, `:`, `=>`, `>`, a tab, a table's bar, or the JSON of a HAR. */
const ASSIGNMENT = [
  "[\"'`\\\\\\]*]{0,4}[\\s>]{0,8}(?:=>|[:=>\\t|])[\\s>]{0,16}",
  "\\\\?[\"']\\s{0,4},\\s{0,4}\\\\?[\"']value\\\\?[\"']\\s{0,4}:\\s{0,4}",
  "\\\\?[\"']\\s{1,4}value\\s{0,4}=\\s{0,4}",
  "\\\\?[\"']\\s{0,4},\\s{0,4}(?=\\\\?[\"'])",
].join("|");

/**
 * The rest of a secret after a hard line break. It must look like one (a digit, an inner capital, or
 * length) and not like the name of the next field, for the next line may be ordinary text.
 */
const CONTINUED = [
  `(?:${LINE_BREAK}(?!vs_)`,
  "(?=[\\w-]{0,40}\\d|[\\w-]{16}|[\\w-]{0,40}[a-z][A-Z])",
  "(?![\\w-]{0,40}[\"']?(?::|=[^=\\s&]))",
  "[\\w.~+/=-]+){0,400}",
].join("");

const BARE_VALUE = "[^\\s&#\"'<>`,;)\\]}|\\\\]+";

const VALUE = `(?:(?<=")[^"\\\\\\r\\n]+|(?<=')[^'\\\\\\r\\n]+|${BARE_VALUE})${CONTINUED}`;

function assigned(kind: SecretKind, names: string): SecretRule {
  const lead = `(?:${names})(?:\\[\\w{0,8}\\])?(?:${ASSIGNMENT})["'\`\\\\]{0,4}`;
  const nothing = `(?:null|undefined|true|false)\\b|${MARK_AHEAD}`;
  return { kind, pattern: new RegExp(`(${lead})(?!${nothing})${VALUE}`, "gi") };
}

/** In order of precedence: where two find the same secret, the earlier one names it. */
export const SECRET_RULES: readonly SecretRule[] = [
  {
    kind: "private_key",
    pattern: /(-----BEGIN[A-Z ]{0,40}PRIVATE KEY-----)(?:[^-[]|-(?!----))+/gi,
  },
  assigned("cancel_token", CANCEL_TOKEN_NAME),
  { kind: "signing_secret", pattern: new RegExp(`(whsec_)[\\w+/=-]{4,}${CONTINUED}`, "gi") },
  {
    kind: "api_key",
    pattern: new RegExp(
      `(k(?:${LINE_BREAK})?k(?:${LINE_BREAK})?_)(?:${LINE_BREAK})?[\\w-]{6,}${CONTINUED}`,
      "gi",
    ),
  },
  assigned("signing_secret", "(?:signing|webhook|client)[ _-]?secret"),
  assigned("api_key", "api[ _-]?key"),
  assigned("access_token", "(?:access|refresh|id|session)[_-]?token"),
  assigned("password", "passw(?:or)?d"),
  {
    kind: "signature",
    pattern: new RegExp(`(v1["']?\\s{0,4}[=:]\\s{0,4}["']?)[0-9a-f]{16,}${CONTINUED}`, "gi"),
  },
  {
    kind: "basic_auth",
    pattern: /(basic[\s+]{1,8})(?=[\w+/-]*\d|[\w+/-]*[a-z][A-Z]|[\w+/-]+=)[\w+/=-]{8,}/gi,
  },
  {
    kind: "bearer",
    pattern: new RegExp(
      `(bearer[\\s+:>]{1,8})(?=[\\w.~+/-]{0,40}\\d|[\\w.~+/-]{20})[\\w.~+/=-]{8,}${CONTINUED}`,
      "gi",
    ),
  },
  {
    kind: "bearer",
    pattern: new RegExp(
      `(authorization(?:${ASSIGNMENT})["'\`\\\\]{0,4}(?:(?:bearer|basic|token)[\\s+]{1,8})?)(?!(?:null|bearer|basic)\\b|${MARK_AHEAD})${VALUE}`,
      "gi",
    ),
  },
  { kind: "encrypted_token", pattern: new RegExp(`()eyJ[\\w-]{10,}[\\w.-]*${CONTINUED}`, "g") },
];

/** A `cancel_token` parameter of a URL: group 1 is what stands before it, group 2 what after. */
export const CANCEL_TOKEN_PARAMETER = new RegExp(
  `([?#&;])(?:${CANCEL_TOKEN_NAME})(?:\\[\\w{0,8}\\])?=[^&#;\\s]*([&;]?)`,
  "gi",
);
