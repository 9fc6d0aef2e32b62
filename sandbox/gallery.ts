import { FIELDS, FUTURE, LEAKING, LINKS, WEBHOOKS } from "./gallery-content";
import { HOUR_MS, MINUTE_MS } from "./row";
import type { Specimen } from "./specimen";
import {
  CANCELLED,
  CREATED,
  EXPIRED,
  IN_PROGRESS,
  listOccurringStates,
  SUCCEEDED,
  toFailed,
} from "./states";

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
    state: toFailed("document_chip_authentication_failed", 3, 0),
  },
  {
    name: "failed-liveness-third",
    description: "Ended by the third liveness failure.",
    state: toFailed("liveness_failed", 1, 3),
  },
  {
    name: "failed-face-mismatch",
    description: "Ended by the third failure, a face that did not match.",
    state: toFailed("selfie_face_mismatch", 0, 3),
  },
  {
    name: "failed-anti-cloning-0",
    description: "A device trust check ended it at once, at 0 and 0.",
    state: toFailed("document_anti_cloning_attestation_failed", 0, 0),
  },
  {
    name: "failed-fault-0-0",
    description: "The fault of server 1.6.0: failed by liveness, yet both counters say 0.",
    state: toFailed("liveness_failed", 0, 0),
  },
  {
    name: "failed-no-code",
    description: "Failed more than seven days ago, so that the code is cut out.",
    state: { ...toFailed(null, 3, 1), isMinimised: true },
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
      ...toFailed("selfie_face_mismatch", 1, 3),
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
