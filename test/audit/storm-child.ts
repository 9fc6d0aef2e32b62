import { createAccessWriter } from "@/lib/server/audit/access-writer";
import { openJournal } from "@/lib/server/audit/journal/open-journal";
import { toTestEntry } from "@/lib/server/audit/testing/entries";
import { openPglite } from "@/lib/server/db/open-pglite";

/**
 * Twenty people who never stop, on the built-in database of the folder that is given, as a process of
 * its own that a test can kill. Prints the request id of each entry that cannot be lost any more.
 */
const folder = process.argv[2] ?? "";
const PEOPLE = 20;

const { db } = await openPglite(folder);
const writer = createAccessWriter(db, openJournal(folder));
let n = 0;

async function goOn(): Promise<never> {
  for (;;) {
    n += 1;
    const entry = toTestEntry(n);
    await writer.append(entry);
    process.stdout.write(`${entry.requestId}\n`);
  }
}

await Promise.all(Array.from({ length: PEOPLE }, goOn));
