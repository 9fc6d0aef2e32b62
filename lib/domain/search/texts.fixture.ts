import fc from "fast-check";

/** Pieces that mean something to the language, whole and broken. */
const FRAGMENTS = [
  ...'-,:".*<>=()/\\ \t\n',
  "..",
  ">=",
  "\u200b",
  "\u00a0",
  "–",
  "\ud800",
  "\u0000",
  ...["status:", "code:", "nfc:", "liveness:", "created:", "ended:", "claim:", "redirect:"],
  ...["webhook:", "has:", "is:", "sort:", "statsu:", "id:"],
  ...[
    "failed",
    "expired",
    "succeeded",
    "faild",
    "none",
    "all",
    "liveness_failed",
    "0",
    "2",
    "3",
    "9",
  ],
  ...["7d", "1h", "today", "yesterday", "2026-11-01", "2026-02-30", "2026-11-23T10:00Z"],
  ...["age_over_18", "family_name", "shop.example", "münchen.example", "whe_1", "redirect", "code"],
  ...[
    "open",
    "overdue",
    "changed-after-end",
    "ended",
    "created-asc",
    "OR",
    "TW-123",
    "https://a.b/c",
  ],
];

const WHOLE_WORDS = [
  "status:failed",
  "status:failed,expired",
  'status:"awaiting review"',
  "-status:succeeded",
  "code:none",
  "-code:liveness_failed,none",
  "nfc:>1",
  "nfc:0,2..3",
  "liveness:..1",
  "created:7d",
  "created:>2026-11-01",
  "created:2026-11-01..2026-11-07,today",
  "-ended:<1h",
  "claim:age_over_18",
  "redirect:shop.example",
  "webhook:all,whe_1",
  "has:redirect",
  "is:overdue,ended",
  "sort:ended",
  "sort:bogus",
  "statsu:x",
  "nfc:9",
  "status:failed,",
  "-",
  "OR",
  "TW-123",
  '-"a \\"b\\""',
  '"unclosed word',
];

/** Texts that people could type, slips and all. */
export const anyText = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...WHOLE_WORDS), { maxLength: 12 }).map((words) => words.join(" ")),
  fc.string({ unit: "binary", maxLength: 120 }),
);

export const wholeWord = fc.constantFrom(...WHOLE_WORDS);
export const fragment = fc.constantFrom(...FRAGMENTS);
