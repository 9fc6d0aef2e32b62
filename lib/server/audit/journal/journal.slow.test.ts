import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { fillWithDatabase } from "@/test/pglite-template";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import type { OpenDatabase } from "../../db/db";
import { openPglite } from "../../db/open-pglite";
import { getAccessLog } from "../access-log";
import { findHead, listRowsAfter } from "../access-store";
import { type ChainWriter, createAccessWriter } from "../access-writer";
import { appendMany, tamper, toTestEntry } from "../testing/entries";
import { verifyChain } from "../verify/verify-chain";
import { verifyJournal } from "../verify/verify-journal";
import { openJournal } from "./open-journal";

const OPEN_MS = 60_000;
const MONTH = new Date().toISOString().slice(0, 7);

let database: OpenDatabase;

/** One database for all: to open one takes far longer than any of these tests. */
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "desk-journal-"));
  await fillWithDatabase(folder);
  database = await openPglite(folder);
  return async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
}, OPEN_MS);

beforeEach(() => tamper(database.db, "delete from access_log"));

/** A writer that knows nothing yet, as after a start, with its journal in this folder. */
function startWriter(folder: string): ChainWriter {
  return createAccessWriter(database.db, openJournal(folder));
}

function toFile(folder: string): string {
  return join(folder, "access-log", `${MONTH}.jsonl`);
}

async function findFaults(folder: string, { db } = database): Promise<string[]> {
  const { faults } = await verifyChain(db, null);
  return [...faults, ...(await verifyJournal(db, join(folder, "access-log")))];
}

/** The built-in database answers in the order of the questions: whatever failed before is known then. */
async function hearOfFaults(): Promise<void> {
  await findHead(database.db);
}

test("nothing that was acknowledged is lost when the process is killed in a storm", async () => {
  const folder = makeTemporaryFolder();
  await fillWithDatabase(folder);
  const script = ["--conditions=react-server", "--import", "tsx", "test/audit/storm-child.ts"];
  const child = spawn(process.execPath, [...script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], NODE_ENV: "test" },
  });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    acknowledged.push(line);
    if (acknowledged.length === 400) child.kill("SIGKILL");
  });
  await once(child, "close");

  const after = await openPglite(folder);
  onTestFinished(() => after.close());
  await getAccessLog(after).writer.append(toTestEntry(0));
  expect(await findFaults(folder, after)).toEqual([]);
  const rows = await listRowsAfter(after.db, 0, 100_000);
  const known = new Set(rows.map(({ requestId }) => requestId));
  expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
});

test("the journal lies in files of the month that this user alone may read", async () => {
  const folder = makeTemporaryFolder();
  await appendMany(startWriter(folder), 3);
  expect(statSync(join(folder, "access-log")).mode & 0o777).toBe(0o700);
  expect(statSync(toFile(folder)).mode & 0o777).toBe(0o600);
  expect(readFileSync(toFile(folder), "utf8").trim().split("\n")).toHaveLength(3);
});

test("rows that the table lost with the power come back from the journal", async () => {
  const folder = makeTemporaryFolder();
  await appendMany(startWriter(folder), 10);
  await tamper(database.db, "delete from access_log where no > 6");

  await startWriter(folder).append(toTestEntry(11));
  expect((await findHead(database.db)).no).toBe(11);
  expect(await findFaults(folder)).toEqual([]);
});

test("a table that is empty is filled from the journal", async () => {
  const folder = makeTemporaryFolder();
  await appendMany(startWriter(folder), 450);
  const head = await findHead(database.db);
  await tamper(database.db, "delete from access_log");

  await startWriter(folder).prepare();
  expect(await findHead(database.db)).toEqual(head);
  expect(await findFaults(folder)).toEqual([]);
});

test("rows that the journal lost are appended to it", async () => {
  const folder = makeTemporaryFolder();
  await appendMany(startWriter(folder), 10);
  rmSync(join(folder, "access-log"), { recursive: true });

  await startWriter(folder).append(toTestEntry(11));
  expect(await findFaults(folder)).toEqual([]);
});

test.each([
  ["half a line", (line: string) => line.slice(0, 40)],
  ["half a line and zeros", (line: string) => `${line.slice(0, 40)}${"\0".repeat(100)}\n`],
  ["a bad line before a good one", (line: string) => `${"\0".repeat(50)}\n${line}\n`],
])("%s at the end is cut off, kept as evidence and never read", async (_what, toEnd) => {
  const folder = makeTemporaryFolder();
  await appendMany(startWriter(folder), 5);
  const file = toFile(folder);
  const sound = readFileSync(file, "utf8");
  const torn = toEnd(sound.trim().split("\n").at(-1) ?? "");
  appendFileSync(file, torn);

  await startWriter(folder).append(toTestEntry(6));
  expect(await findFaults(folder)).toEqual([]);
  expect(readFileSync(file, "utf8").startsWith(sound)).toBe(true);
  expect((await findHead(database.db)).no).toBe(6);
  const [beside] = readdirSync(join(folder, "access-log")).filter((name) => name.includes("torn"));
  expect(readFileSync(join(folder, "access-log", beside ?? ""), "utf8")).toBe(torn);
});

test.each([
  ["a disk that is full", (path: string) => symlinkSync("/dev/full", path), /ENOSPC|EACCES|EPERM/],
  ["a file that cannot be written", (path: string) => mkdirSync(path), /EISDIR/],
])("%s refuses every entry, and all is whole once it is mended", async (_what, spoil, why) => {
  const folder = makeTemporaryFolder();
  let month = "2026-10";
  const journal = openJournal(folder, () => new Date(`${month}-15`));
  const writer = createAccessWriter(database.db, journal);
  await appendMany(writer, 5);
  month = "2026-11";
  const path = join(folder, "access-log", `${month}.jsonl`);
  spoil(path);
  await expect(writer.append(toTestEntry(6))).rejects.toThrow(why);
  await expect(writer.append(toTestEntry(7))).rejects.toThrow();
  rmSync(path, { recursive: true });
  await writer.append(toTestEntry(8));
  expect(await findFaults(folder)).toEqual([]);
});

test("once a table took nothing, entries are refused until it is mended, and none that counted is lost", async () => {
  const folder = makeTemporaryFolder();
  const writer = startWriter(folder);
  await appendMany(writer, 5);
  await database.db.execute(sql`alter table access_log add constraint full_up check (no < 6)`);
  // The journal has the first on the disk, and whether the table is heard of before the second is luck.
  const tried = await Promise.allSettled([6, 7].map((n) => writer.append(toTestEntry(n))));
  const counted = ["req_6", "req_7"].filter((_id, index) => tried[index]?.status === "fulfilled");
  expect(counted).toContain("req_6");
  await hearOfFaults();
  await expect(writer.append(toTestEntry(8))).rejects.toThrow();
  await expect(writer.append(toTestEntry(9))).rejects.toThrow();
  await database.db.execute(sql`alter table access_log drop constraint full_up`);
  await writer.append(toTestEntry(10));
  const rows = await listRowsAfter(database.db, 5, 10);
  expect(rows.map(({ requestId }) => requestId)).toEqual([...counted, "req_10"]);
  expect(await findFaults(folder)).toEqual([]);
});

test("whoever asks the table after an entry was written finds it there", async () => {
  const folder = makeTemporaryFolder();
  const writer = startWriter(folder);
  for (let n = 1; n <= 30; n++) {
    void writer.append(toTestEntry(n));
    await writer.append(toTestEntry(n));
    expect((await findHead(database.db)).no).toBe(2 * n);
  }
});

test("rows of the journal that do not continue the table's are not taken into it", async () => {
  const folder = makeTemporaryFolder();
  await appendMany(startWriter(folder), 5);
  const forged = readFileSync(toFile(folder), "utf8").trim().split("\n").at(-1) ?? "";
  appendFileSync(toFile(folder), `${forged.replace('"no":5', '"no":6')}\n`);

  const writer = startWriter(folder);
  await expect(writer.append(toTestEntry(6))).rejects.toThrow("does not continue row 5");
  expect((await findHead(database.db)).no).toBe(5);
});
