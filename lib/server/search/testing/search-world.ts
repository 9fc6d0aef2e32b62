import "server-only";
import { matchesSearch } from "@/lib/domain/search/match";
import type { SearchQuery, SearchSort } from "@/lib/domain/search/query";
import { aWorld, CONTEXT } from "@/lib/domain/search/search.fixture";
import type { SessionRecord } from "@/lib/domain/session";
import type { Db } from "../../db/db";
import { upsertSessions } from "../../index/upsert-sessions";

export const NOW = CONTEXT.now;
const RETENTION = { days: 30 };

/**
 * `rounds` times the sessions of the grammar's own world, each with another id and reference, so that
 * every combination comes often and many sessions share one moment.
 */
export function makeWorld(rounds: number): SessionRecord[] {
  return Array.from({ length: rounds }, (_, round) =>
    aWorld().map((session, at) => ({
      ...session,
      id: toId(round, session.id),
      redirect_url:
        session.redirect_url?.replace(/(\d{3,})/, (digits) => `${digits}${round}`) ?? null,
      nfc_tries_used: (session.nfc_tries_used + round) % 4,
      status: round % 5 === 4 && at % 3 === 0 ? "failed" : session.status,
    })),
  ).flat();
}

function toId(round: number, id: string): string {
  const mark = (round * 7919 + 13).toString(36).padStart(4, "z");
  return `${id.slice(0, 40)}${mark}${id.slice(44)}`;
}

export async function fillIndex(db: Db, sessions: readonly SessionRecord[], readAt = NOW) {
  for (let from = 0; from < sessions.length; from += 500) {
    const reads = sessions.slice(from, from + 500).map((session) => ({ session, readAt }));
    await upsertSessions(db, reads, { now: NOW, retention: RETENTION });
  }
}

/** The ids that fit, in the order of the list: what the search must answer with. */
export function searchByHand(
  query: Pick<SearchQuery, "terms">,
  sort: SearchSort,
  sessions: readonly SessionRecord[],
): string[] {
  const sign = sort.direction === "asc" ? 1 : -1;
  const keyOf = (session: SessionRecord) => {
    const isBehind = sort.by === "ended" && session.completed_at === null;
    const time = {
      created: session.created_at,
      ended: session.completed_at ?? session.created_at,
      updated: session.updated_at,
    }[sort.by];
    return [isBehind ? 1 : 0, sign * Date.parse(time)];
  };
  return sessions
    .filter((session) => matchesSearch({ ...query, sort }, session, NOW))
    .map((session) => ({ id: session.id, key: keyOf(session) }))
    .sort((a, b) => compareKeys(a.key, b.key) || (a.id < b.id ? -sign : sign))
    .map(({ id }) => id);
}

function compareKeys(a: number[], b: number[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
