import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { EntryIds } from "./dictionaries";

/** A row as it is read for the image. Times are milliseconds since 1970. */
export type ImageRow = EntryIds & {
  rowNo: number;
  changeNo: number;
  createdAt: number;
  expiresAt: number;
  /** NaN while there is no end. */
  endedAt: number;
  updatedAt: number;
  /** The id's characters, all of them ASCII. */
  id: Uint8Array;
  /** What free words are looked for in beside the id; null without a redirect URL. */
  text: Uint8Array | null;
};

/**
 * Many rows as one value of bytes: reading a million rows one by one takes the driver six times as
 * long. Numbers are written as Postgres's own binary form writes them, most significant byte first.
 */
const ONE_ROW = sql`int4send(row_no) || int8send(change_no)
  || int4send(kind_id) || int4send(claim_set_id) || int4send(webhook_set_id)
  || int4send(coalesce(redirect_host_id, 0))
  || timestamptz_send(created_at) || timestamptz_send(expires_at)
  || timestamptz_send(coalesce(completed_at, '-infinity')) || timestamptz_send(updated_at)
  || int4send(length(id)) || convert_to(id, 'UTF8')
  || int4send(coalesce(octet_length(search_text), -1))
  || convert_to(coalesce(search_text, ''), 'UTF8')`;

export const ROW_BYTES: SQL<Uint8Array | null> = sql`string_agg(${ONE_ROW}, ''::bytea)`;

/** Bytes of a row before its id. */
const FIXED_LENGTH = 64;

/** Takes apart what `ROW_BYTES` gave, in no particular order. */
export function* readRowBytes(bytes: Uint8Array | null): Generator<ImageRow> {
  if (bytes === null) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + FIXED_LENGTH <= view.byteLength; ) {
    const idEnd = at + FIXED_LENGTH + view.getInt32(at + FIXED_LENGTH - 4);
    const textLength = view.getInt32(idEnd);
    const textEnd = idEnd + 4 + Math.max(0, textLength);
    yield {
      rowNo: view.getInt32(at),
      changeNo: readInt64(view, at + 4),
      kindId: view.getInt32(at + 12),
      claimSetId: view.getInt32(at + 16),
      webhookSetId: view.getInt32(at + 20),
      hostId: view.getInt32(at + 24),
      createdAt: readMoment(view, at + 28),
      expiresAt: readMoment(view, at + 36),
      endedAt: readMoment(view, at + 44),
      updatedAt: readMoment(view, at + 52),
      id: bytes.subarray(at + FIXED_LENGTH, idEnd),
      text: textLength < 0 ? null : bytes.subarray(idEnd + 4, textEnd),
    };
    at = textEnd;
  }
}

function readInt64(view: DataView, at: number): number {
  return view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);
}

/** Postgres counts microseconds since 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
/** The upper half of -infinity. */
const NEVER = -(2 ** 31);

function readMoment(view: DataView, at: number): number {
  if (view.getInt32(at) === NEVER) return Number.NaN;
  return Math.round(readInt64(view, at) / 1000) + EPOCH_MS;
}
