import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fillWithDatabase } from "@/test/pglite-template";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { openPglite } from "../../db/open-pglite";
import { getAccessLog } from "../access-log";
import { createAccessWriter } from "../access-writer";
import { openJournal } from "../journal/open-journal";
import { removeOldAccess } from "../retention";
import { appendMany, tamper, toTestEntry } from "../testing/entries";
import { runAuditCommand } from "./audit-command";

const DAY_MS = 86_400_000;
const ROWS = 5;
const SETUP_MS = 60_000;
/** What every test begins with; to open a database takes longer than to copy one. */
const template = mkdtempSync(join(tmpdir(), "desk-audit-"));
let folder = template;

beforeAll(async () => {
  await fillWithDatabase(template);
  await withDesk((database) => appendMany(getAccessLog(database).writer, ROWS));
}, SETUP_MS);
afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  folder = makeTemporaryFolder();
  cpSync(template, folder, { recursive: true });
});

async function withDesk(
  act: (database: Awaited<ReturnType<typeof openPglite>>) => Promise<unknown>,
) {
  const database = await openPglite(folder);
  await act(database).finally(() => database.close());
}

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runAuditCommand(args, {
    env: { DESK_DATA_DIR: folder },
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
  });
  return { code, out: out.join(""), err: err.join("") };
}

function journalPath(): string {
  const journal = join(folder, "access-log");
  return join(journal, readdirSync(journal)[0] ?? "");
}

test("verify is content with a whole log, also by the head that head prints", async () => {
  const head = await run("head");
  expect(head.out).toMatch(/^5:[0-9a-f]{64}\n$/);
  const verified = await run("verify", "--expect", head.out.trim());
  expect(verified).toMatchObject({ code: 0, err: "" });
  expect(verified.out).toBe(`The access log is whole: 5 rows, the last one ${head.out}`);
});

test("verify names what is wrong and ends with 1", async () => {
  await withDesk(({ db }) => tamper(db, "update access_log set role = 'admin' where no = 2"));
  const verified = await run("verify");
  expect(verified.code).toBe(1);
  expect(verified.err).toBe("Row 2 was changed: it is not what its hash was made of.\n");
});

test("verify finds an end that was cut off, even from the table and the journal", async () => {
  const head = (await run("head")).out.trim();
  await withDesk(({ db }) => tamper(db, "delete from access_log where no > 3"));
  const lines = readFileSync(journalPath(), "utf8").split("\n");
  writeFileSync(journalPath(), `${lines.slice(0, 3).join("\n")}\n`);
  expect((await run("verify")).code).toBe(0);
  expect((await run("verify", "--expect", head)).err).toContain("was cut off");
});

test.each([
  [
    "a journal row that was changed",
    (text: string) => text.replace('"T-4"', '"T-9"'),
    "Row 4 of the journal",
  ],
  [
    "a journal row that is missing",
    (text: string) => text.replace(/^.*"T-2".*\n/m, ""),
    "Row 2 is in the table",
  ],
  [
    "a journal line that is no line",
    (text: string) => text.replace(/^.*"T-2".*\n/m, "?\n"),
    "Line 2 of",
  ],
])("verify finds %s", async (_what, change, words) => {
  writeFileSync(journalPath(), change(readFileSync(journalPath(), "utf8")));
  const verified = await run("verify");
  expect(verified.code).toBe(1);
  expect(verified.err).toContain(words);
});

test("rebuild fills a database that is gone, and says how much it put back", async () => {
  rmSync(join(folder, "db"), { recursive: true });
  expect((await run("verify")).code).toBe(1);
  expect((await run("rebuild")).out).toBe("Put back: 5 rows into the table, 0 into the journal.\n");
  expect((await run("verify")).code).toBe(0);
});

test("after the retention the log is whole, its old files are gone, and it can be rebuilt", async () => {
  rmSync(folder, { recursive: true });
  await fillWithDatabase(folder);
  const now = Date.now();
  await withDesk(async ({ db }) => {
    let at = new Date(now - 420 * DAY_MS);
    const journal = openJournal(folder, () => at);
    const writer = createAccessWriter(db, journal, () => at);
    for (const days of [420, 420, 380, 366.5, 1, 0]) {
      at = new Date(now - days * DAY_MS);
      await writer.append(toTestEntry(days));
    }
    expect(await removeOldAccess(db, journal, new Date(now))).toBe(4);
  });
  expect(await run("verify")).toMatchObject({ code: 0, err: "" });
  expect(readFileSync(journalPath(), "utf8")).not.toContain("T-420");
  rmSync(join(folder, "db"), { recursive: true });
  await fillWithDatabase(folder);
  expect((await run("rebuild")).out).toContain("Put back: 2 rows into the table");
  expect(await run("verify")).toMatchObject({ code: 0, err: "" });
});

test("words that are not understood change nothing and end with 2", async () => {
  const misread = [["what"], ["head", "more"], ["verify", "--expect", "5:abc"], ["verify", "5"]];
  for (const args of misread) {
    const answer = await run(...args);
    expect(answer.code, args.join(" ")).toBe(2);
    expect(answer.err).toContain("Usage: npm run audit");
  }
});

test("a journal that contradicts the table is not repaired in silence", async () => {
  await withDesk(({ db }) => tamper(db, "delete from access_log where no = 5"));
  appendFileSync(journalPath(), readFileSync(journalPath(), "utf8").split("\n")[1] ?? "");
  await withDesk(({ db }) => tamper(db, "update access_log set hash = 'x' where no = 4"));
  const rebuilt = await run("rebuild");
  expect(rebuilt.code).toBe(1);
  expect(rebuilt.err).toContain("Row 4 is not the same in the table and in the journal.");
});
