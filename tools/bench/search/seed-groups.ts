import type { IndexRow } from "@/lib/server/index/index-row";
import { type SessionGroup, toGroup } from "@/lib/server/index/session-groups";

type Kind = Pick<IndexRow, "status" | "failureCode" | "nfcTriesUsed" | "livenessTriesUsed"> & {
  /** Written again long after its end. */
  isChanged?: boolean;
  weight: number;
};

const ENDED_AT = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

/** How checks end, the frequent ways first. */
const KINDS: readonly Kind[] = [
  kind("succeeded", null, 0, 0, 400),
  kind("succeeded", null, 1, 0, 90),
  kind("succeeded", null, 0, 1, 80),
  kind("succeeded", null, 2, 1, 20),
  kind("expired", null, 0, 0, 120),
  kind("expired", null, 1, 0, 30),
  kind("expired", null, 0, 2, 15),
  kind("failed", "liveness_failed", 0, 3, 40),
  kind("failed", "liveness_failed", 1, 3, 10),
  kind("failed", "selfie_face_mismatch", 0, 3, 30),
  kind("failed", "document_authenticity_failed", 3, 0, 25),
  kind("failed", "document_data_invalid", 3, 0, 20),
  kind("failed", "document_data_invalid", 3, 2, 5),
  kind("failed", "document_chip_authentication_failed", 3, 0, 4),
  kind("failed", null, 3, 0, 30),
  kind("failed", null, 0, 3, 30),
  kind("cancelled", null, 0, 0, 25),
  kind("cancelled", null, 1, 0, 10),
  { ...kind("cancelled", null, 0, 0, 2), isChanged: true },
  { ...kind("cancelled", "liveness_failed", 0, 3, 1), isChanged: true },
];

const HOSTS: readonly (readonly [string | null, number])[] = [
  ["shop.fernhill.example", 30],
  ["pay.northbank.example", 20],
  ["play.larkspur.example", 12],
  [null, 10],
  ["app.northbank.example", 8],
  ...Array.from({ length: 7 }, (_, at) => [`shop${at + 1}.example`, 7 - at] as const),
];

const CLAIMS: readonly (readonly [readonly string[], number])[] = [
  [["family_name", "given_names"], 10],
  [["age_over_18"], 6],
  [["date_of_birth", "family_name", "given_names", "nationality"], 3],
  [["age_over_18", "portrait"], 2],
  [[], 1],
];

const WEBHOOKS: readonly (readonly [readonly string[] | null, number])[] = [
  [null, 8],
  [["whe_shop"], 2],
];

/** Some 2,400 groups of sessions that have ended, the most frequent first. */
export function makeSeedGroups(): SessionGroup[] {
  const groups = KINDS.flatMap(({ weight, isChanged, ...common }) =>
    HOSTS.flatMap(([redirectHost, hosts]) =>
      CLAIMS.flatMap(([claimKeys, claims]) =>
        WEBHOOKS.map(([webhookEndpointIds, webhooks]) => ({
          weight: weight * hosts * claims * webhooks,
          group: toGroup({
            ...common,
            id: "",
            createdAt: ENDED_AT - HOUR_MS,
            expiresAt: ENDED_AT,
            completedAt: ENDED_AT,
            updatedAt: ENDED_AT + (isChanged ? HOUR_MS : 0),
            readAt: ENDED_AT,
            claimKeys,
            webhookEndpointIds,
            redirectHost,
            redirectUrl: redirectHost,
            contractVersion: 1,
            shareFieldCount: claimKeys.length,
          }),
        })),
      ),
    ),
  );
  return groups.sort((a, b) => b.weight - a.weight).map(({ group }) => group);
}

function kind(
  status: string,
  failureCode: string | null,
  nfcTriesUsed: number,
  livenessTriesUsed: number,
  weight: number,
): Kind {
  return { status, failureCode, nfcTriesUsed, livenessTriesUsed, weight };
}
