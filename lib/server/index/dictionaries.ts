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
type Entry = Record<string, unknown>;
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
  const { kinds, claims, webhooks, hosts } = dictionaries;
  const keyed = all.map((names) => ({ names, keys: toKeys(names) }));
  await learn(db, kinds, new Map(keyed.map(({ names, keys }) => [keys.kind, toKind(names.kind)])));
  await learn(
    db,
    claims,
    new Map(keyed.map(({ names, keys }) => [keys.claims, { keys: toArrayText(names.claims) }])),
  );
  await learn(
    db,
    webhooks,
    new Map(keyed.map(({ names, keys }) => [keys.webhooks, { ids: toArrayText(names.webhooks) }])),
  );
  const named = all.flatMap(({ host }) => (host === null ? [] : [host]));
  await learn(db, hosts, new Map(named.map((host) => [host, {}])));
  const numbers = keyed.map(({ names, keys }) => ({
    kindId: getNumber(kinds, keys.kind),
    claimSetId: getNumber(claims, keys.claims),
    webhookSetId: getNumber(webhooks, keys.webhooks),
    redirectHostId: names.host === null ? null : getNumber(hosts, names.host),
  }));
  return { numbers, epoch };
}

function toKeys({ kind, claims, webhooks }: RowNames) {
  return {
    kind: JSON.stringify(kind),
    claims: JSON.stringify(claims),
    webhooks: JSON.stringify(webhooks),
  };
}

function toKind([
  status,
  failure_code,
  nfc_tries_used,
  liveness_tries_used,
]: RowNames["kind"]): Entry {
  return { status, failure_code, nfc_tries_used, liveness_tries_used };
}

function getNumber({ known, table }: Dictionary, key: string): number {
  const number = known.get(key);
  if (number === undefined) throw new Error(`An entry of ${table} is missing.`);
  return number;
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
  const byStored = new Map(unknown.map(([text]) => [key === "host" ? text : toHash(text), text]));
  const rows = unknown.map(([text, entry]) => ({
    ...entry,
    ...(key === "host" ? { host: text } : { digest: toHash(text) }),
  }));
  const names = sql.raw(columns.replace(/ \w+(?:\[\])?(?=,|$)/g, ""));
  await db.execute(sql`insert into ${sql.identifier(table)} (${names})
    select ${names} from json_to_recordset(${JSON.stringify(rows)}::json) as r(${sql.raw(columns)})
    on conflict do nothing`);
  const stored = JSON.stringify([...byStored.keys()]);
  const found = await readRows<{ id: number; stored: string }>(
    db,
    sql`select id, ${sql.identifier(key)} as stored from ${sql.identifier(table)}
      where ${sql.identifier(key)} = any(array(select json_array_elements_text(${stored}::json)))`,
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
