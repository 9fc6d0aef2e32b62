import type { ShareField } from "@/lib/domain/session";
import { pick } from "./random";

type ShareFields = Record<string, ShareField>;

/** Kayle's own claims and the names it puts into its default reasons (recorded server 1.6.0). */
const CLAIM_LABELS: Readonly<Record<string, string>> = {
  document_type_code: "Document Type Code",
  issuing_country_code: "Issuing Country Code",
  family_name: "Family Name",
  given_names: "Given Names",
  document_number: "Document Number",
  nationality_code: "Nationality Code",
  date_of_birth: "Date of Birth",
  sex_marker: "Sex Marker",
  document_expiry_date: "Document Expiry Date",
  mrz_optional_data: "MRZ Optional Data",
  document_photo: "Document Photo",
  kayle_document_id: "Kayle Document ID",
  kayle_human_id: "Kayle Human ID",
};
const CLAIM_KEYS: readonly string[] = Object.keys(CLAIM_LABELS);
const ALWAYS_ASKED = "kayle_document_id";
/** Recorded server 1.6.0: everything but the photo is asked for when the integrator names nothing. */
const DEFAULT_KEYS = CLAIM_KEYS.filter((key) => key !== "document_photo");

export function isClaimKey(key: string): boolean {
  if (CLAIM_KEYS.includes(key)) return true;
  const age = /^age_over_([1-9]\d{1,2})$/.exec(key)?.[1];
  return age !== undefined && Number(age) >= 12 && Number(age) <= 130;
}

function toDefaultField(key: string): ShareField {
  return {
    reason: `Sharing "${CLAIM_LABELS[key] ?? key}"`,
    source: "default",
    required: key === ALWAYS_ASKED,
  } as ShareField;
}

/**
 * Puts the fields in the order in which the recorded server sends them: shorter keys first, then by
 * bytes. `__proto__` stays an own key.
 */
export function toStoredOrder(fields: Iterable<[string, ShareField]>): ShareFields {
  const sorted = [...fields].sort(([a], [b]) =>
    a.length === b.length ? (a < b ? -1 : 1) : a.length - b.length,
  );
  return Object.fromEntries(
    sorted.map(([key, { reason, source, required }]) => [key, { reason, source, required }]),
  );
}

/** What Kayle makes of what was asked for: nothing named means the defaults; one claim is always added. */
export function toEffectiveFields(
  asked: Readonly<Record<string, { required: boolean; reason: string }>> | undefined,
): ShareFields {
  if (asked === undefined) return toStoredOrder(DEFAULT_KEYS.map((k) => [k, toDefaultField(k)]));
  const fields = new Map<string, ShareField>([[ALWAYS_ASKED, toDefaultField(ALWAYS_ASKED)]]);
  for (const [key, { required, reason }] of Object.entries(asked)) {
    fields.set(key, { reason, source: "rc", required });
  }
  return toStoredOrder(fields);
}

const ORDINARY: readonly ShareFields[] = [
  toEffectiveFields(undefined),
  toEffectiveFields({}),
  toEffectiveFields({
    age_over_18: { required: true, reason: "We may only sell this to adults." },
  }),
  toEffectiveFields({
    family_name: { required: true, reason: "To match the name on your account." },
    given_names: { required: true, reason: "To match the name on your account." },
    date_of_birth: { required: true, reason: "To open the account the law asks for your age." },
  }),
  toEffectiveFields({
    date_of_birth: { required: false, reason: "For the birthday discount." },
    age_over_21: { required: true, reason: "" },
  }),
  toEffectiveFields({
    document_number: { required: true, reason: "For the rental contract." },
    issuing_country_code: { required: true, reason: "For the rental contract." },
    document_expiry_date: { required: true, reason: "The document must outlast the rental." },
    document_photo: { required: false, reason: "So that the desk can greet you." },
  }),
  toEffectiveFields({ kayle_human_id: { required: true, reason: "One account for each person." } }),
];

/** Fields as an ordinary integrator asks for them. */
export function pickShareFields(seed: number, index: number): ShareFields {
  return pick(ORDINARY, seed, index, 0x5f);
}

/** Exactly `count` entries, 0 to 32, drawn from the claims and then from ages. */
export function countedShareFields(count: number): ShareFields {
  const keys = [...CLAIM_KEYS];
  for (let age = 12; keys.length < 32; age++) keys.push(`age_over_${age}`);
  return toStoredOrder(
    keys.slice(0, count).map((key, at) => {
      const field = { reason: `Reason ${at + 1} for ${key}`, source: "rc", required: at % 2 === 0 };
      return [key, field];
    }),
  );
}

const LONG_REASON = "Because the contract says so, word for word. ".repeat(5).slice(0, 200);

/** Reasons that an integrator may write and that no page may take for its own. */
export function hostileReasons(): ShareFields {
  const reasons: Record<string, string> = {
    family_name: `<script>alert("reason")</script><img src=x onerror=alert(1)>`,
    given_names: "\u202eنحتاج اسمك الكامل\u202c للتحقق من هويتك",
    document_number: LONG_REASON,
    date_of_birth: "",
    nationality_code: "{{7*7}} <%= 7*7 %> %s %n '; DROP TABLE sessions; --",
    sex_marker: "זה נדרש לפי החוק \u2067(right to left)\u2069",
    age_over_18: "👩‍👩‍👧‍👦 z̷̢̛a̸l̵g̶o̷ \u200b\u200d\u2060",
    kayle_human_id: "line one\nline two\ttab\r\nline three",
    document_photo: "x".repeat(200),
  };
  const asked = Object.entries(reasons).map(
    ([key, reason]) => [key, { required: true, reason }] as const,
  );
  return toEffectiveFields(Object.fromEntries(asked));
}

/** Claim keys that the desk does not know, some of them meant to do harm. */
export function hostileClaimKeys(): ShareFields {
  const keys = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "<img src=x onerror=alert(1)>",
    "age_over_",
    "age_over_7",
    "age_over_1e9",
    "age_over_021",
    "a.b.c[0]",
    "",
    "driving_licence_class",
    "k".repeat(128),
    "\u202eeman_ylimaf",
  ];
  return toStoredOrder(
    keys.map((key) => [key, { reason: `Needed for ${key}`, source: "rc", required: false }]),
  );
}
