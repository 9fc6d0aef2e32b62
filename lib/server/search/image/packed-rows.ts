import "server-only";
import { sql } from "drizzle-orm";
import type { EntryIds } from "./dictionaries";

/** A row as it is read for the image. Times are milliseconds since 1970. */
export type ImageRow = EntryIds & {
  rowNo: number;
  changeNo: number;
  createdAt: number;
  /** NaN once there is an end: nobody asks any more. */
  expiresAt: number;
  /** NaN while there is no end. */
  endedAt: number;
  updatedAt: number;
  id: string;
  /** What free words are looked for in beside the id; null without a redirect URL. */
  text: Uint8Array | null;
};

/**
 * Many rows as a handful of long texts, one per column: reading a million rows one by one, or in the
 * binary form, takes the database and the driver several times as long. Every aggregate sees the rows
 * in one and the same order.
 */
export const PACKED_ROWS = {
  rowNo: sql<string | null>`array_agg(row_no)::text`,
  changeNo: sql<string | null>`array_agg(change_no)::text`,
  kindId: sql<string | null>`array_agg(kind_id)::text`,
  claimSetId: sql<string | null>`array_agg(claim_set_id)::text`,
  webhookSetId: sql<string | null>`array_agg(webhook_set_id)::text`,
  hostId: sql<string | null>`array_agg(redirect_host_id)::text`,
  createdAt: toMilliseconds("created_at"),
  expiresAt: sql<string | null>`array_agg(case when completed_at is null
    then round(date_part('epoch', expires_at) * 1000)::int8 end)::text`,
  endedAt: toMilliseconds("completed_at"),
  updatedAt: toMilliseconds("updated_at"),
  /** Ids are printable ASCII, so a line each does. */
  ids: sql<string | null>`string_agg(id, E'\\n')`,
  textBytes: sql<string | null>`array_agg(octet_length(search_text))::text`,
  texts: sql<string | null>`string_agg(search_text, '')`,
};
export type PackedRows = Record<keyof typeof PACKED_ROWS, string | null>;

function toMilliseconds(column: string) {
  const name = sql.identifier(column);
  return sql<string | null>`array_agg(round(date_part('epoch', ${name}) * 1000)::int8)::text`;
}

/** Takes apart what `PACKED_ROWS` gave. */
export function unpackRows(packed: PackedRows | undefined): ImageRow[] {
  const rowNos = toNumbers(packed?.rowNo);
  const changeNos = toNumbers(packed?.changeNo);
  const kindIds = toNumbers(packed?.kindId);
  const claimSetIds = toNumbers(packed?.claimSetId);
  const webhookSetIds = toNumbers(packed?.webhookSetId);
  const hostIds = toNumbers(packed?.hostId);
  const createdAts = toNumbers(packed?.createdAt);
  const expiresAts = toNumbers(packed?.expiresAt);
  const endedAts = toNumbers(packed?.endedAt);
  const updatedAts = toNumbers(packed?.updatedAt);
  const ids = (packed?.ids ?? "").split("\n");
  const texts = toTexts(toNumbers(packed?.textBytes), packed?.texts ?? "");
  return Array.from(rowNos, (rowNo, at) => ({
    rowNo,
    changeNo: changeNos[at] ?? 0,
    kindId: kindIds[at] ?? 0,
    claimSetId: claimSetIds[at] ?? 0,
    webhookSetId: webhookSetIds[at] ?? 0,
    hostId: hostIds[at] || 0,
    createdAt: createdAts[at] ?? Number.NaN,
    expiresAt: expiresAts[at] ?? Number.NaN,
    endedAt: endedAts[at] ?? Number.NaN,
    updatedAt: updatedAts[at] ?? Number.NaN,
    id: ids[at] ?? "",
    text: texts[at] ?? null,
  }));
}

/** Cuts one text into many by their lengths in bytes; NaN stands for none. */
function toTexts(lengths: Float64Array, joined: string): (Uint8Array | null)[] {
  const bytes = Buffer.from(joined, "utf8");
  let from = 0;
  return Array.from(lengths, (length) => {
    if (Number.isNaN(length)) return null;
    from += length;
    return bytes.subarray(from - length, from);
  });
}

const MINUS = 45;
const ZERO = 48;
const NULL_START = 78;

/** The numbers of a Postgres array in its text form, such as `{1,NULL,-3}`; NULL becomes NaN. */
function toNumbers(text: string | null | undefined): Float64Array {
  if (!text || text.length <= 2) return new Float64Array(0);
  const numbers: number[] = [];
  for (let at = 1; at < text.length; at++) {
    let number = 0;
    let sign = 1;
    let code = text.charCodeAt(at);
    for (; at < text.length && code !== COMMA && code !== CLOSE; code = text.charCodeAt(++at)) {
      if (code === MINUS) sign = -1;
      else if (code >= NULL_START) number = Number.NaN;
      else number = number * 10 + code - ZERO;
    }
    numbers.push(sign * number);
  }
  return Float64Array.from(numbers);
}

const COMMA = 44;
const CLOSE = 125;
