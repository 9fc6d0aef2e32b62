import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import {
  type SearchParams,
  type SearchRequest,
  searchParamsSchema,
  toSearchParamsText,
} from "@/lib/contracts/search-params";
import type { Db } from "@/lib/server/db/db";
import { getImage } from "@/lib/server/search/image/get-image";
import { runSearch } from "@/lib/server/search/run-search";
import { openBenchIndex } from "./bench/build-index";
import { BENCH_QUERIES, type BenchQuery } from "./bench/queries";
import { describeTimes, type Timing, toTable } from "./bench/times";

/**
 * `npm run bench:search -- [--size 1000000] [--rounds 20] [--folder .data/bench]`: builds an index of
 * the sandbox's sessions once, then times every search of the written set over HTTP on this machine:
 * the route's own parsing, search, rows and JSON, without Next and without the sign-in check. Rows and
 * facets are asked for apart, as the page does.
 */
const { values } = parseArgs({
  options: {
    size: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "20" },
    folder: { type: "string", default: ".data/bench" },
  },
});
const size = Number(values.size);
const rounds = Number(values.rounds);

const { db, close } = await openBenchIndex(values.folder, size);
const loadStart = performance.now();
await getImage(db);
process.stdout.write(`image loaded in ${Math.round(performance.now() - loadStart)} ms\n`);
const server = await listen(db);
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}/api/sessions`;

const rows: Timing[] = [];
for (const query of BENCH_QUERIES) {
  const cursor = await walkDeep(query);
  const request = {
    q: query.q,
    ...(query.sort && { sort: query.sort }),
    zone: "Europe/Paris",
    cursor,
  };
  rows.push({
    name: query.name,
    rowsMs: await time({ ...request, limit: 50, facets: false }),
    facetsMs: await time({ ...request, cursor: null, limit: 0, facets: true }),
  });
}
process.stdout.write(`${toTable(rows)}\n`);
process.stdout.write(`${describeTimes(rows)}\n`);
process.stdout.write(
  `memory of this process: ${Math.round(process.memoryUsage().rss / 1e6)} MB, of ${size} sessions\n`,
);
server.close();
await close();
process.exit(0);

/** The first answer counts too: nobody warms a search up. */
async function time(request: SearchRequest): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await ask(request);
    times.push(performance.now() - start);
  }
  return times;
}

async function walkDeep({ q, sort, pagesDeep = 0 }: BenchQuery): Promise<string | null> {
  let cursor: string | null = null;
  for (let page = 0; page < pagesDeep; page++) {
    const request: SearchRequest = {
      q,
      ...(sort && { sort }),
      zone: "Europe/Paris",
      cursor,
      limit: 50,
      facets: false,
    };
    cursor = (await ask(request)).cursor;
  }
  return cursor;
}

async function ask(request: SearchRequest): Promise<{ cursor: string | null }> {
  const response = await fetch(`${base}?${toSearchParamsText(request)}`);
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  return (await response.json()) as { cursor: string | null };
}

function listen(database: Db): Promise<Server> {
  const started = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const params: SearchParams = searchParamsSchema.parse(Object.fromEntries(searchParams));
    runSearch(database, params, new Date()).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        response.writeHead(500).end();
      },
    );
  });
  return new Promise((resolve) => {
    started.listen(0, "127.0.0.1", () => resolve(started));
  });
}
