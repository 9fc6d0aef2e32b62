import { createAccessWriter } from "@/lib/server/audit/access-writer";
import { TEST_KEY, toTestEntry } from "@/lib/server/audit/testing/entries";
import { openDatabase } from "@/lib/server/db/open-database";
import { parseDatabaseEnv } from "@/lib/server/env-schema";

/**
 * Twenty people who never stop, on the database of the environment, as a process of its own that a
 * test can kill. Prints the request id of each entry that was written.
 */
const PEOPLE = 20;

const { db } = await openDatabase(parseDatabaseEnv(process.env));
const writer = createAccessWriter(db, TEST_KEY);
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
