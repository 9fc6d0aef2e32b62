import { createUpstreamClient } from "@/lib/server/upstream/client";

const PAGE_ROWS = 100;
const TIMEOUT_MS = 15_000;

type Page = { data: unknown[]; pagination: { has_more: boolean; next_cursor: string | null } };

/**
 * Walks every page of `GET /v1/sessions` by its cursor and does nothing with the rows: the least that
 * any copy of them costs.
 *
 * @returns how many rows there were
 */
export async function walkBare(apiUrl: string, apiKey: string): Promise<number> {
  const headers = { authorization: `Bearer ${apiKey}` };
  return walk(async (after) => {
    const from = after === null ? "" : `&starting_after=${after}`;
    const response = await fetch(`${apiUrl}/v1/sessions?limit=${PAGE_ROWS}${from}`, { headers });
    if (response.status !== 200) throw new Error(`The list answered ${response.status}.`);
    const { data, pagination } = (await response.json()) as Page;
    return { rows: data.length, next: pagination.has_more ? pagination.next_cursor : null };
  });
}

/** The same walk with the desk's own client, which checks and redacts each row. */
export async function walkChecked(apiUrl: string, apiKey: string): Promise<number> {
  const options = { apiUrl, apiKey, timeoutMs: TIMEOUT_MS, concurrencyMax: 1 };
  const client = createUpstreamClient(options);
  const count = await walk(async (after) => {
    const cursor = after === null ? {} : { starting_after: after };
    const page = await client.listSessionRows({ limit: PAGE_ROWS, ...cursor });
    return { rows: page.rows.length, next: page.hasMore ? page.nextCursor : null };
  });
  await client.close();
  return count;
}

async function walk(
  readPage: (after: string | null) => Promise<{ rows: number; next: string | null }>,
): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ; ) {
    const { rows, next } = await readPage(after);
    count += rows;
    if (next === null) return count;
    after = next;
  }
}
