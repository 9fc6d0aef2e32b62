// The built-in database in a thread of its own. Plain JavaScript, because a thread starts without the
// loaders of the desk and of its tests. `pglite-client.ts` speaks to it and says what goes over.
import "server-only";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite, types } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

/** @param {string} value */
const asText = (value) => value;

/** Drizzle reads these itself; `types` has no names for the arrays. */
const parsers = Object.fromEntries(
  [
    types.TIMESTAMP,
    types.TIMESTAMPTZ,
    types.INTERVAL,
    types.DATE,
    1115,
    1182,
    1185,
    1187,
    1231,
  ].map((type) => [type, asText]),
);

/**
 * What is worth knowing of an error of the engine; its class does not survive the way.
 *
 * @param {unknown} error
 */
function toFault(error) {
  const { message, code, detail, constraint } = /** @type {Record<string, unknown>} */ (
    error ?? {}
  );
  return { message: String(message), code, detail, constraint };
}

/**
 * @param {PGlite} database
 * @param {{ sql: string, params: unknown[] | null, rowMode: "array" | "object" }} question
 */
async function answer(database, { sql, params, rowMode }) {
  if (params === null) return { rows: [], results: (await database.exec(sql)).length };
  const { rows, affectedRows, fields } = await database.query(sql, params, { rowMode, parsers });
  return { rows, affectedRows, fields };
}

async function serve() {
  const database = await PGlite.create(workerData.folder, {
    extensions: { pg_trgm },
    // The engine fills its buffers with zeros at the start, so they are resident, used or not.
    postgresqlconf: ["shared_buffers=32MB"],
  });
  parentPort?.on("message", async (question) => {
    const { number } = question;
    try {
      if (question.close) {
        await database.close();
        parentPort?.postMessage({ number, result: null });
        parentPort?.close();
      } else {
        parentPort?.postMessage({ number, result: await answer(database, question) });
      }
    } catch (error) {
      parentPort?.postMessage({ number, fault: toFault(error) });
    }
  });
  parentPort?.postMessage({ number: 0, result: null });
}

serve().catch((error) => parentPort?.postMessage({ number: 0, fault: toFault(error) }));
