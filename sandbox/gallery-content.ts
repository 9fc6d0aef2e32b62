import { MINUTE_MS } from "./row";
import {
  countedShareFields,
  hostileClaimKeys,
  hostileReasons,
  toEffectiveFields,
} from "./share-fields";
import type { Specimen } from "./specimen";
import { CREATED, IN_PROGRESS, SUCCEEDED, toFailed } from "./states";

export const FIELDS: readonly Specimen[] = [
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

export const LINKS: readonly Specimen[] = [
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

export const WEBHOOKS: readonly Specimen[] = [
  { name: "webhook-null", description: "Goes to every endpoint.", state: SUCCEEDED, webhooks: 0 },
  { name: "webhook-string", description: "Goes to one endpoint.", state: SUCCEEDED, webhooks: 1 },
  { name: "webhook-array", description: "Goes to two endpoints.", state: SUCCEEDED, webhooks: 2 },
];

export const LEAKING: readonly Specimen[] = [
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

export const FUTURE: readonly Specimen[] = [
  {
    name: "unknown-status",
    description: "A status that the contract does not have yet.",
    state: { ...IN_PROGRESS, status: "awaiting_review" },
    ageMs: 12 * MINUTE_MS,
  },
  {
    name: "unknown-failure-code",
    description: "A failure code that the contract does not have yet.",
    state: toFailed("document_<b>recalled</b>_by_issuer", 1, 0),
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
