import { LINE_BREAK } from "./scan-ids";

export const SECRET_KINDS = [
  "private_key",
  "cancel_token",
  "signing_secret",
  "api_key",
  "signature",
  "basic_auth",
  "bearer",
  "access_token",
  "password",
  "encrypted_token",
  "remainder",
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** What stands where a secret was. */
export const REMOVED_MARK = "[removed]";

/** Finds one kind of secret: group 1 is what stays, all that follows it in the match is secret. */
export type SecretRule = { kind: SecretKind; pattern: RegExp };

/** Any of the usual spellings. */
const CANCEL_TOKEN_NAME = anyCase("cancel[ _-]?token");

const MARK = "\\[removed\\]";

/** An array parameter: `cancel_token[]=`. */
const INDEX = `(?:(?!${MARK})\\[\\w{0,8}\\])?`;

/** Behind a name: the end of its closing tag, which no value follows. */
const CLOSING_TAG = "(?<=/[\\w -]{1,30})(?:>|&gt;)";

/** Between a name and its value: `=`, `:`, `=>`, `>`, a tab, a table's bar, or the JSON of a HAR. */
const ASSIGNMENT = [
  "[\"'`\\\\\\]*]{0,4}[\\s>]{0,8}(?:=>|[:=>\\t|])[\\s>]{0,16}",
  "\\\\?[\"']\\s{0,4},\\s{0,4}\\\\?[\"']value\\\\?[\"']\\s{0,4}:\\s{0,4}",
  "\\\\?[\"']\\s{1,4}value\\s{0,4}=\\s{0,4}",
  "\\\\?[\"']\\s{0,4},\\s{0,4}(?=\\\\?[\"'](?!value\\\\?[\"']))",
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

/** What sets a token apart from the next word of a sentence such as "bearer of the document". */
const LIKE_TOKEN = "(?=[\\w.~+/-]{0,40}\\d|[\\w.~+/-]{20})";
const LIKE_BASE64 = "(?=[\\w+/-]{0,40}(?:\\d|[a-z][A-Z]|=))";

const AUTH_SCHEME = `(?:${anyCase("bearer|basic|token")})[\\s+]{1,8}`;

/** What may stand after a name without being its secret. */
const NO_SECRET = `(?:${anyCase("null|undefined|true|false")})(?![\\w-])|${AUTH_SCHEME}|[\\s=:>]{0,8}${MARK}`;

/** Capitals matter to `CONTINUED`, so a pattern cannot simply ignore them as a whole. */
function anyCase(pattern: string): string {
  return pattern.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function assigned(kind: SecretKind, names: string): SecretRule {
  const lead = `(?:${names})(?!${CLOSING_TAG})${INDEX}(?:${ASSIGNMENT})["'\`\\\\]{0,4}(?:${AUTH_SCHEME})?`;
  return { kind, pattern: new RegExp(`(${lead})(?!${NO_SECRET})${VALUE}`, "g") };
}

/** In order of precedence: where two find the same secret, the earlier one names it. */
export const SECRET_RULES: readonly SecretRule[] = [
  {
    kind: "private_key",
    pattern: /(-----BEGIN[A-Z\s>]{0,40}PRIVATE[\s>]{1,8}KEY-----)(?:[^-[]|-(?!----))+/g,
  },
  assigned("cancel_token", CANCEL_TOKEN_NAME),
  { kind: "signing_secret", pattern: new RegExp(`()whsec_[\\w+/=-]{4,}${CONTINUED}`, "g") },
  {
    kind: "api_key",
    pattern: new RegExp(
      `()[kK](?:${LINE_BREAK})?[kK](?:${LINE_BREAK})?_(?:${LINE_BREAK})?[\\w-]{6,}${CONTINUED}`,
      "g",
    ),
  },
  assigned("signing_secret", anyCase("(?:signing|webhook|client)[ _-]?secret")),
  assigned("api_key", anyCase("api[ _-]?key")),
  assigned("access_token", anyCase("(?:access|refresh|id|session)[_-]?token")),
  assigned("password", anyCase("passw(?:or)?d")),
  {
    kind: "signature",
    pattern: new RegExp(
      `([vV]1["']?\\s{0,4}[=:]\\s{0,4}["']?)(?=[0-9a-fA-F]{16})[\\w+/=-]+${CONTINUED}`,
      "g",
    ),
  },
  {
    kind: "basic_auth",
    pattern: new RegExp(`(${anyCase("basic")}[\\s+]{1,8})${LIKE_BASE64}[\\w+/=-]{8,}`, "g"),
  },
  {
    kind: "bearer",
    pattern: new RegExp(
      `(${anyCase("bearer")}[\\s+:>]{1,8})${LIKE_TOKEN}[\\w.~+/=-]{8,}${CONTINUED}`,
      "g",
    ),
  },
  assigned("bearer", anyCase("authorization")),
  { kind: "encrypted_token", pattern: new RegExp(`()eyJ[\\w-]{10,}[\\w.-]*${CONTINUED}`, "g") },
  // Somebody types on after the beginning of a secret was taken away.
  { kind: "remainder", pattern: /()(?<=\[removed\])(?!vs_)-?\w[\w.~+/=-]*/g },
];

/**
 * What each rule needs at least one of, so that most texts are done after one look; a name broken over
 * lines needs the break. The sync redacts two URLs of a million sessions.
 */
export const MAY_HOLD_SECRET =
  /[\r\n]|PRIVATE|whsec_|kk_|secret|api[ _-]?key|token|passw|v1|basic|bearer|authorization|eyJ|\[removed\]/i;

/** A `cancel_token` parameter of a URL: group 1 is what stands before it, group 2 what after. */
export const CANCEL_TOKEN_PARAMETER = new RegExp(
  `([?#&;])${CANCEL_TOKEN_NAME}${INDEX}=[^&#;\\s]*([&;]?)`,
  "g",
);
