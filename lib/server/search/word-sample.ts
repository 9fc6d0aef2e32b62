import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import type { SessionImage } from "./image/session-image";
import { toNumberList } from "./sql-lists";

/** The searchable texts of some sessions, by which one tells a rare word from a common one. */
export type WordSample = { texts: readonly string[] };

const SAMPLE_SIZE = 4_096;
/** A sample is drawn anew once the image has grown by this much. */
const GROWTH_MAX = 1.5;

const samples = new WeakMap<SessionImage, { drawnAt: number; sample: Promise<WordSample> }>();

/** The sample for an image, drawn on the first call. */
export function getWordSample(db: Db, image: SessionImage): Promise<WordSample> {
  const known = samples.get(image);
  if (known && image.columns.length <= known.drawnAt * GROWTH_MAX) return known.sample;
  const sample = drawSample(db, image);
  samples.set(image, { drawnAt: image.columns.length, sample });
  sample.catch(() => samples.delete(image));
  return sample;
}

/** The part of all sessions, 0 to 1, that hold the folded word. */
export function estimateShare({ texts }: WordSample, folded: string): number {
  if (texts.length === 0) return 0;
  return texts.filter((text) => text.includes(folded)).length / texts.length;
}

async function drawSample(db: Db, { columns }: SessionImage): Promise<WordSample> {
  const step = Math.max(1, columns.length / SAMPLE_SIZE);
  const rowNos: number[] = [];
  for (let at = 0; at < columns.length; at += step) {
    const slot = Math.floor(at);
    if (columns.isLive[slot] === 1) rowNos.push(columns.rowNo[slot] ?? 0);
  }
  const rows = await readRows<{ texts: string }>(
    db,
    sql`select lower(id collate "C") || E'\n' || coalesce(search_text, '') as texts
      from session_index where row_no = any(${toNumberList(rowNos)}::int[])`,
  );
  return { texts: rows.map((row) => row.texts) };
}
