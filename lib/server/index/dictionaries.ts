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
  const { kinds, claims, webhooks, hosts } = dictionaries;
  const keyed = all.map((names) => ({ names, keys: toKeys(names) }));
  const wanted = { kinds: new Map(), claims: new Map(), webhooks: new Map(), hosts: new Map() };
  for (const { names, keys } of keyed) {
    if (!kinds.known.has(keys.kind)) wanted.kinds.set(keys.kind, toKind(names.kind));
    if (!claims.known.has(keys.claims)) wanted.claims.set(keys.claims, toClaims(names.claims));
    if (!webhooks.known.has(keys.webhooks)) {
      wanted.webhooks.set(keys.webhooks, toWebhooks(names.webhooks));
    }
    const { host } = names;
    if (host !== null && !hosts.known.has(host)) wanted.hosts.set(host, { stored: host, host });
  }
  await learn(db, kinds, wanted.kinds);
  await learn(db, claims, wanted.claims);
  await learn(db, webhooks, wanted.webhooks);
  await learn(db, hosts, wanted.hosts);
  const numbers = keyed.map(({ names, keys }) => ({
    kindId: getNumber(kinds, keys.kind),
    claimSetId: getNumber(claims, keys.claims),
    webhookSetId: getNumber(webhooks, keys.webhooks),
    redirectHostId: names.host === null ? null : getNumber(hosts, names.host),
  }));
  return { numbers, epoch };
}

/** Stands between the parts of a key; no text of a row holds it, see `toStorable`. */
const BETWEEN = "\0";

/** Short texts that tell entries apart: made for every row, so they are made as cheaply as can be. */
function toKeys({ kind: [status, code, nfc, liveness], claims, webhooks }: RowNames) {
  const codeKey = code === null ? "" : `=${code}`;
  return {
    kind: [status, codeKey, nfc, liveness].join(BETWEEN),
    claims: `=${claims.join(BETWEEN)}`,
    webhooks: webhooks === null ? "" : `=${webhooks.join(BETWEEN)}`,
  };
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
