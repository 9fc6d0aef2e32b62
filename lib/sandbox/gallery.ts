import {
  countedShareFields,
  hostileClaimKeys,
  hostileReasons,
  toEffectiveFields,
} from "./share-fields";
import { HOUR_MS, MINUTE_MS, type Specimen } from "./specimen";
import { listOccurringStates, type SessionState } from "./states";

const SUCCEEDED: SessionState = {
  status: "succeeded",
  failureCode: null,
  nfcTriesUsed: 0,
  livenessTriesUsed: 0,
};
const CREATED: SessionState = { ...SUCCEEDED, status: "created" };
const IN_PROGRESS: SessionState = { ...SUCCEEDED, status: "in_progress" };
const EXPIRED: SessionState = { ...SUCCEEDED, status: "expired" };
const CANCELLED: SessionState = { ...SUCCEEDED, status: "cancelled" };

function failed(failureCode: string | null, nfc: number, live: number): SessionState {
  return { status: "failed", failureCode, nfcTriesUsed: nfc, livenessTriesUsed: live };
}

/** One session for each way in which a session can stand, named after it. */
function listStates(): Specimen[] {
  return listOccurringStates().map((state) => {
    const { status, failureCode, nfcTriesUsed, livenessTriesUsed, cancelledAfter } = state;
    const code = failureCode ?? (state.isMinimised ? "minimised" : "no-code");
    const after = cancelledAfter === undefined ? "" : `-after-${cancelledAfter}`;
    const name = `state-${status}${after}-${code}-${nfcTriesUsed}-${livenessTriesUsed}`;
    return { name, description: "One of every state that can occur.", state };
  });
}

const ENDED: Specimen[] = [
  { name: "succeeded", description: "Succeeded at the first try.", state: SUCCEEDED },
  {
    name: "succeeded-with-retries",
    description: "Succeeded after two chip failures and one liveness failure.",
    state: { ...SUCCEEDED, nfcTriesUsed: 2, livenessTriesUsed: 1 },
  },
  {
    name: "failed-nfc-third",
    description: "Ended by the third failure of the chip reading.",
    state: failed("document_chip_authentication_failed", 3, 0),
  },
  {
    name: "failed-liveness-third",
    description: "Ended by the third liveness failure.",
    state: failed("liveness_failed", 1, 3),
  },
  {
    name: "failed-face-mismatch",
    description: "Ended by the third failure, a face that did not match.",
    state: failed("selfie_face_mismatch", 0, 3),
  },
  {
    name: "failed-anti-cloning-0",
    description: "A device trust check ended it at once, at 0 and 0.",
    state: failed("document_anti_cloning_attestation_failed", 0, 0),
  },
  {
    name: "failed-fault-0-0",
    description: "The fault of server 1.6.0: failed by liveness, yet both counters say 0.",
    state: failed("liveness_failed", 0, 0),
  },
  {
    name: "failed-no-code",
    description: "Failed more than seven days ago, so that the code is cut out.",
    state: { ...failed(null, 3, 1), isMinimised: true },
  },
  { name: "expired-never-started", description: "Ran out, never opened.", state: EXPIRED },
  {
    name: "expired-in-progress",
    description: "Ran out after one chip failure.",
    state: { ...EXPIRED, nfcTriesUsed: 1 },
  },
  { name: "cancelled", description: "Cancelled before it was opened.", state: CANCELLED },
  {
    name: "cancelled-after-success",
    description: "Withdrawn after it had succeeded; keeps the earlier end.",
    state: { ...CANCELLED, cancelledAfter: "succeeded" },
  },
  {
    name: "cancelled-after-failure",
    description: "Withdrawn after it had failed; keeps the end and the code.",
    state: {
      ...failed("selfie_face_mismatch", 1, 3),
      status: "cancelled",
      cancelledAfter: "failed",
    },
  },
];

const OPEN: Specimen[] = [
  { name: "created", description: "Not opened yet.", state: CREATED, ageMs: 4 * MINUTE_MS },
  { name: "in-progress", description: "Under way.", state: IN_PROGRESS, ageMs: 7 * MINUTE_MS },
  {
    name: "in-progress-two-failures",
    description: "Under way, one failure of each kind from its end.",
    state: { ...IN_PROGRESS, nfcTriesUsed: 2, livenessTriesUsed: 2 },
    ageMs: 21 * MINUTE_MS,
  },
  {
    name: "expiring-soon",
    description: "Under way with five minutes left at the start.",
    state: IN_PROGRESS,
    ageMs: 55 * MINUTE_MS,
  },
  {
    name: "overdue-created",
    description: "Past its time, never opened, and not closed (the sweep passes it by).",
    state: CREATED,
    ageMs: 3 * HOUR_MS,
    isHeld: true,
  },
  {
    name: "overdue-in-progress",
    description: "Past its time, under way, and not closed (the sweep passes it by).",
    state: { ...IN_PROGRESS, nfcTriesUsed: 1 },
    ageMs: 70 * MINUTE_MS,
    isHeld: true,
  },
  {
    name: "overdue-until-sweep",
    description: "Past its time at the start; the first sweep closes it.",
    state: IN_PROGRESS,
    ageMs: 61 * MINUTE_MS,
  },
];

const FIELDS: Specimen[] = [
  {
    name: "share-fields-32",
    description: "Asks for 32 things.",
    state: SUCCEEDED,
    shareFields: countedShareFields(32),
  },
  { name: "no-share-fields", description: "Asks for nothing.", state: CREATED, shareFields: {} },
  {
    name: "share-fields-default",
    description: "Asks for Kayle's defaults.",
    state: SUCCEEDED,
    shareFields: toEffectiveFields(undefined),
  },
  {
    name: "share-fields-document-id",
    description: "Asks for nothing but what Kayle always adds.",
    state: SUCCEEDED,
    shareFields: toEffectiveFields({}),
  },
  {
    name: "hostile-reasons",
    description: "Reasons with markup, right-to-left text, 200 characters, and none.",
    state: IN_PROGRESS,
    shareFields: hostileReasons(),
  },
  {
    name: "hostile-claim-keys",
    description: "Claim keys that nobody knows, some meant to do harm.",
    state: SUCCEEDED,
    shareFields: hostileClaimKeys(),
  },
  ...Array.from({ length: 33 }, (_, count) => ({
    name: `share-fields-count-${count}`,
    description: `Asks for exactly ${count} things.`,
    state: SUCCEEDED,
    shareFields: countedShareFields(count),
  })),
];

const LINKS: Specimen[] = [
  ["redirect-order", "https://shop.fernhill.example/checkout/verified?order=A-48213"],
  ["redirect-encoded", "https://app.tidewater.example/kyc/return?reference=TW%2D9912&x=%20y#frag"],
  ["redirect-none", null],
  ["redirect-app-scheme", "fernhill-app://verified?order=A-48213"],
  ["redirect-javascript", "javascript:alert(document.domain)"],
  ["redirect-data", "data:text/html,<script>alert(1)</script>"],
  ["redirect-credentials", "https://user:secret@shop.fernhill.example/?order=B-1"],
  ["redirect-long", `https://shop.fernhill.example/?order=C-7&pad=${"p".repeat(1_990)}`],
].map(([name, redirectUrl]) => ({
  name: name ?? "",
  description: "A form of the address that the person goes back to.",
  state: SUCCEEDED,
  redirectUrl: redirectUrl ?? null,
}));

const WEBHOOKS: Specimen[] = [
  { name: "webhook-null", description: "Goes to every endpoint.", state: SUCCEEDED, webhooks: 0 },
  { name: "webhook-string", description: "Goes to one endpoint.", state: SUCCEEDED, webhooks: 1 },
  { name: "webhook-array", description: "Goes to two endpoints.", state: SUCCEEDED, webhooks: 2 },
];

const LEAKING: Specimen[] = [
  {
    name: "leaked-token",
    description: "The link still holds its one-shot secret.",
    state: CREATED,
    isLeaking: true,
  },
  {
    name: "leaked-token-field",
    description: "The one-shot secret comes as a field as well.",
    state: SUCCEEDED,
    isLeaking: true,
    extra: { cancel_token: "sandboxFieldToken0123456789abcdefghijklmnop" },
  },
];

const FUTURE: Specimen[] = [
  {
    name: "unknown-status",
    description: "A status that the contract does not have yet.",
    state: { ...IN_PROGRESS, status: "awaiting_review" },
    ageMs: 12 * MINUTE_MS,
  },
  {
    name: "unknown-failure-code",
    description: "A failure code that the contract does not have yet.",
    state: failed("document_<b>recalled</b>_by_issuer", 1, 0),
  },
  {
    name: "unknown-fields",
    description: "Fields that the contract does not have yet, one of them a secret.",
    state: SUCCEEDED,
    extra: { internal_secret_note: "do not show this anywhere", risk: { score: 0.97 }, tags: [] },
  },
  {
    name: "unknown-source",
    description: "A share field from a source that the contract does not have yet.",
    state: SUCCEEDED,
    shareFields: {
      family_name: { reason: "Asked for by law", source: "regulator", required: true },
    },
  },
];

/** Every session that somebody may want to look for, under a name. */
export function listSpecimens(switches: {
  leakCancelTokens: boolean;
  future: boolean;
}): Specimen[] {
  return [
    ...ENDED,
    ...OPEN,
    ...FIELDS,
    ...LINKS,
    ...WEBHOOKS,
    ...(switches.leakCancelTokens ? LEAKING : []),
    ...(switches.future ? FUTURE : []),
    ...listStates(),
  ];
}
