import type { SessionRecord } from "@/lib/domain/session";
import type { KeyName } from "./keys";
import type { Sandbox } from "./sandbox";

type Answer<T> = { status: number; headers: Record<string, string>; body: T };

/** Asks a sandbox in process, as a holder of one of its keys. For tests. */
export async function callSandbox<T = Record<string, unknown>>(
  sandbox: Sandbox,
  call: string,
  options: { key?: KeyName; body?: unknown } = {},
): Promise<Answer<T>> {
  const [method = "GET", url = "/"] = call.split(" ");
  const response = await sandbox.handle({
    method,
    url,
    headers: { authorization: `Bearer ${sandbox.keys[options.key ?? "main"]}` },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const isJson = response.headers["content-type"] === "application/json" && response.body !== null;
  const body = isJson ? JSON.parse(String(response.body)) : response.body;
  return { status: response.status, headers: response.headers, body };
}

export type ListBody<T> = {
  data: T[];
  pagination: { limit: number; has_more: boolean; next_cursor: string | null };
};

/** Walks a list page by page to its end. Throws when the pages do not end. */
export async function walkList<T extends { id: string } = SessionRecord>(
  sandbox: Sandbox,
  path: string,
  query: Record<string, string> = {},
): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 5_000; page++) {
    const search = new URLSearchParams({ ...query, ...(cursor && { starting_after: cursor }) });
    const { body } = await callSandbox<ListBody<T>>(sandbox, `GET ${path}?${search}`);
    rows.push(...body.data);
    cursor = body.pagination.next_cursor;
    if (cursor === null) return rows;
  }
  throw new Error("The pages do not end.");
}

export async function readSession(sandbox: Sandbox, id: string): Promise<SessionRecord> {
  const { body } = await callSandbox<{ data: SessionRecord }>(sandbox, `GET /v1/sessions/${id}`);
  return body.data;
}
