import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { toHash } from "./id-hash";
import type { RowNames } from "./index-row";
import { readRows } from "./index-writer";

/** The numbers under which a row names its texts. */
export type RowNumbers = {
  kindId: number;
  claimSetId: number;
  webhookSetId: number;
  redirectHostId: number | null;
};

/** Entries never change, and none goes within an epoch, so what was read once stays true for it. */
type Known = Map<string, number>;
/** `stored` is what the table tells entries apart by: the host, or a digest of all. */
type Entry = { stored: string; [column: string]: unknown };
type Dictionary = { table: string; columns: string; key: "digest" | "host"; known: Known };
type Dictionaries = Record<"kinds" | "claims" | "webhooks" | "hosts", Dictionary>;

/** What is known of the dictionaries, as of one epoch; null before any was read. */
type Cache = { epoch: string | null; dictionaries: Dictionaries };

/** Pruning is rare; twice in a row between two statements it does not come. */
const LEARN_TRIES = 3;

const caches = new WeakMap<object, Cache>();

function createDictionaries(): Dictionaries {
  return {
    kinds: {
      table: "session_kinds",
      columns:
        "digest text, status text, failure_code text, nfc_tries_used smallint, liveness_tries_used smallint",
      key: "digest",
      known: new Map(),
    },
    claims: {
      table: "claim_sets",
      columns: "digest text, keys text[]",
      key: "digest",
      known: new Map(),
    },
    webhooks: {
      table: "webhook_sets",
      columns: "digest text, ids text[]",
      key: "digest",
      known: new Map(),
    },
    hosts: { table: "redirect_hosts", columns: "host text", key: "host", known: new Map() },
  };
}

function cacheOf(db: Db): Cache {
  const found = caches.get(db) ?? { epoch: null, dictionaries: createDictionaries() };
  caches.set(db, found);
  return found;
}

/** Numbers of another epoch than this one may stand for nothing any more: they are read anew. */
export function forgetDictionaries(db: Db, epoch: string): void {
  caches.set(db, { epoch, dictionaries: createDictionaries() });
}

/**
 * The numbers of each `names`, in their order; new texts are entered first. They hold in the epoch
 * that comes with them, and whoever writes them must find it unchanged.
 */
export async function resolveNumbers(
  db: Db,
  all: readonly RowNames[],
): Promise<{ numbers: RowNumbers[]; epoch: string | null }> {
  const { epoch, dictionaries } = cacheOf(db);
  // A first fill comes by with a million rows and hardly ever with a new text.
  const known = all.map((names) => findNumbers(dictionaries, names));
  if (known.every((numbers) => numbers !== null)) return { numbers: known, epoch };
  await learnAll(db, dictionaries, all);
  const numbers = all.map((names) => {
    const learned = findNumbers(dictionaries, names);
    if (learned === null) throw new Error("An entry of a dictionary is missing.");
    return learned;
  });
  return { numbers, epoch };
}

/** Null where one of the texts is not known yet. */
function findNumbers(
  { kinds, claims, webhooks, hosts }: Dictionaries,
  names: RowNames,
): RowNumbers | null {
  const kindId = kinds.known.get(toKindKey(names.kind));
  const claimSetId = claims.known.get(toClaimsKey(names.claims));
  const webhookSetId = webhooks.known.get(toWebhooksKey(names.webhooks));
  const redirectHostId = names.host === null ? null : hosts.known.get(names.host);
  if (kindId === undefined || claimSetId === undefined) return null;
  if (webhookSetId === undefined || redirectHostId === undefined) return null;
  return { kindId, claimSetId, webhookSetId, redirectHostId };
}

async function learnAll(
  db: Db,
  { kinds, claims, webhooks, hosts }: Dictionaries,
  all: readonly RowNames[],
): Promise<void> {
  const wanted = { kinds: new Map(), claims: new Map(), webhooks: new Map(), hosts: new Map() };
  for (const names of all) {
    want(kinds, wanted.kinds, toKindKey(names.kind), () => toKind(names.kind));
    want(claims, wanted.claims, toClaimsKey(names.claims), () => toClaims(names.claims));
    want(webhooks, wanted.webhooks, toWebhooksKey(names.webhooks), () =>
      toWebhooks(names.webhooks),
    );
    const { host } = names;
    if (host !== null) want(hosts, wanted.hosts, host, () => ({ stored: host, host }));
  }
  await learn(db, kinds, wanted.kinds);
  await learn(db, claims, wanted.claims);
  await learn(db, webhooks, wanted.webhooks);
  await learn(db, hosts, wanted.hosts);
}

/** Entries have a digest, so each is made once. */
function want(
  { known }: Dictionary,
  wanted: Map<string, Entry>,
  key: string,
  make: () => Entry,
): void {
  if (!known.has(key) && !wanted.has(key)) wanted.set(key, make());
}

/** Stands between the parts of a key; no text of a row holds it, see `toStorable`. */
const BETWEEN = "\0";

/** Short texts that tell entries apart: made for every row, so they are made as cheaply as can be. */
function toKindKey([status, code, nfc, liveness]: RowNames["kind"]): string {
  const codeKey = code === null ? "" : `=${code}`;
  return `${status}${BETWEEN}${codeKey}${BETWEEN}${nfc}${BETWEEN}${liveness}`;
}

function toClaimsKey(claims: RowNames["claims"]): string {
  return `=${claims.join(BETWEEN)}`;
}

function toWebhooksKey(webhooks: RowNames["webhooks"]): string {
  return webhooks === null ? "" : `=${webhooks.join(BETWEEN)}`;
}

function toKind(kind: RowNames["kind"]): Entry {
  const [status, failure_code, nfc_tries_used, liveness_tries_used] = kind;
  const stored = toHash(JSON.stringify(kind));
  return { stored, status, failure_code, nfc_tries_used, liveness_tries_used };
}

function toClaims(claims: RowNames["claims"]): Entry {
  return { stored: toHash(JSON.stringify(claims)), keys: toArrayText(claims) };
}

function toWebhooks(webhooks: RowNames["webhooks"]): Entry {
  return { stored: toHash(JSON.stringify(webhooks)), ids: toArrayText(webhooks) };
}

/**
 * Enters what is not known yet and reads its numbers; somebody else may enter the same meanwhile. What
 * is pruned between the two, as no row names it yet, is entered once more.
 */
async function learn(
  db: Db,
  dictionary: Dictionary,
  wanted: ReadonlyMap<string, Entry>,
): Promise<void> {
  for (let tries = 0; tries < LEARN_TRIES; tries++) await learnOnce(db, dictionary, wanted);
}

async function learnOnce(
  db: Db,
  { table, columns, key, known }: Dictionary,
  wanted: ReadonlyMap<string, Entry>,
): Promise<void> {
  const unknown = [...wanted].filter(([text]) => !known.has(text));
  if (unknown.length === 0) return;
  const byStored = new Map(unknown.map(([text, { stored }]) => [stored, text]));
  const rows = unknown.map(([, { stored, ...entry }]) => ({ ...entry, [key]: stored }));
  const names = sql.raw(columns.replace(/ \w+(?:\[\])?(?=,|$)/g, ""));
  await db.execute(sql`insert into ${sql.identifier(table)} (${names})
    select ${names} from json_to_recordset(${JSON.stringify(rows)}::json) as r(${sql.raw(columns)})
    on conflict do nothing`);
  const wantedKeys = JSON.stringify([...byStored.keys()]);
  const found = await readRows<{ id: number; stored: string }>(
    db,
    sql`select id, ${sql.identifier(key)} as stored from ${sql.identifier(table)}
      where ${sql.identifier(key)} = any(array(select json_array_elements_text(${wantedKeys}::json)))`,
  );
  for (const row of found) {
    const text = byStored.get(row.stored);
    if (text !== undefined) known.set(text, row.id);
  }
}

/** JSON arrays become Postgres arrays only through their own text form. */
function toArrayText(texts: readonly string[] | null): string | null {
  if (texts === null) return null;
  const quoted = texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`);
  return `{${quoted.join(",")}}`;
}
