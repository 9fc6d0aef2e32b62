import { readdirSync, readFileSync } from "node:fs";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { expect, test } from "vitest";
import { z } from "zod";

const FOLDER = "lib/server/db";
const META = `${FOLDER}/migrations/meta`;
const journalSchema = z.object({ entries: z.array(z.object({ idx: z.number() })).min(1) });

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(`${META}/${name}`, "utf8"));
}

/** What drizzle-kit wrote down beside the last migration, in its own form. */
function readLastSnapshot(): ReturnType<typeof generateDrizzleJson> {
  const { entries } = journalSchema.parse(readJson("_journal.json"));
  const last = String(entries.at(-1)?.idx).padStart(4, "0");
  return readJson(`${last}_snapshot.json`) as ReturnType<typeof generateDrizzleJson>;
}

test("the committed migrations make the schema that the code asks for: db:generate was not forgotten", async () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith("schema.ts"));
  const modules: Record<string, unknown>[] = await Promise.all(
    names.map((name) => import(`./${name.slice(0, -".ts".length)}.ts`)),
  );
  const tables = Object.assign({}, ...modules);
  const committed = readLastSnapshot();
  expect(Object.keys(committed.tables).length).toBeGreaterThan(8);
  const wanted = generateDrizzleJson(tables, committed.id);
  expect(await generateMigration(committed, wanted)).toEqual([]);
});
