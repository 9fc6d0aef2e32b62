const PAGE_ROWS = 100;

type Page = { data: unknown[]; pagination: { has_more: boolean; next_cursor: string | null } };

/**
 * Walks every page of `GET /v1/sessions` by its cursor and does nothing with the rows: what any copy
 * of them costs at least.
 *
 * @returns how many rows there were
 */
export async function walkUpstream(apiUrl: string, apiKey: string): Promise<number> {
  let rows = 0;
  for (let cursor: string | null = ""; cursor !== null; ) {
    const after: string = cursor && `&starting_after=${cursor}`;
    const response = await fetch(`${apiUrl}/v1/sessions?limit=${PAGE_ROWS}${after}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    if (response.status !== 200) throw new Error(`The list answered ${response.status}.`);
    const { data, pagination } = (await response.json()) as Page;
    rows += data.length;
    cursor = pagination.has_more ? pagination.next_cursor : null;
  }
  return rows;
}
