import "server-only";
import type { Db } from "../../db/db";
import { claimSets, redirectHosts, sessionKinds, webhookSets } from "../../db/index-schema";

export type Kind = {
  status: string;
  failureCode: string | null;
  nfcTriesUsed: number;
  livenessTriesUsed: number;
};

/** Entries by place, from 0 without gaps; `placeOf` leads from the id in the table to the place. */
export type Dictionary<T> = { entries: T[]; placeOf: Map<number, number> };

export type Dictionaries = {
  kinds: Dictionary<Kind>;
  /** Claim keys that were asked for. */
  claims: Dictionary<string[]>;
  /** Endpoint ids; null means every subscribed endpoint. */
  webhooks: Dictionary<string[] | null>;
  /** Place 0, which is id 0 here, stands for "no host". */
  hosts: Dictionary<string | null>;
};

/** The ids by which a row names its entries; 0 without a host. */
export type EntryIds = { kindId: number; claimSetId: number; webhookSetId: number; hostId: number };

export function createDictionaries(): Dictionaries {
  return {
    kinds: { entries: [], placeOf: new Map() },
    claims: { entries: [], placeOf: new Map() },
    webhooks: { entries: [], placeOf: new Map() },
    hosts: { entries: [null], placeOf: new Map([[0, 0]]) },
  };
}

export function knowsAll({ kinds, claims, webhooks, hosts }: Dictionaries, ids: EntryIds): boolean {
  return (
    kinds.placeOf.has(ids.kindId) &&
    claims.placeOf.has(ids.claimSetId) &&
    webhooks.placeOf.has(ids.webhookSetId) &&
    hosts.placeOf.has(ids.hostId)
  );
}

/** Adds the entries that are new in the tables. Known ones keep their places for good. */
export async function readDictionaries(db: Db, into: Dictionaries): Promise<void> {
  const kinds = await db.select().from(sessionKinds).orderBy(sessionKinds.id);
  const claims = await db.select().from(claimSets).orderBy(claimSets.id);
  const webhooks = await db.select().from(webhookSets).orderBy(webhookSets.id);
  const hosts = await db.select().from(redirectHosts).orderBy(redirectHosts.id);
  for (const { id, ...kind } of kinds) add(into.kinds, id, kind);
  for (const { id, keys } of claims) add(into.claims, id, keys);
  for (const { id, ids } of webhooks) add(into.webhooks, id, ids);
  for (const { id, host } of hosts) add(into.hosts, id, host);
}

function add<T>({ entries, placeOf }: Dictionary<T>, id: number, entry: T): void {
  if (placeOf.has(id)) return;
  placeOf.set(id, entries.length);
  entries.push(entry);
}
