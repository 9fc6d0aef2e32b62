/** What a test tells the sandbox beside the API that the desk reads. @returns its answer. */
export async function control<T>(
  sandboxUrl: string,
  method: "POST" | "DELETE",
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${sandboxUrl}/__control/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

/** New sessions, in Kayle's field names. @returns their ids, in the order given. */
export async function createSessions(
  sandboxUrl: string,
  patches: readonly Record<string, unknown>[],
): Promise<string[]> {
  const all = patches.map((patch) => ({ hold: true, ...patch }));
  const { created } = await control<{ created: { id: string }[] }>(
    sandboxUrl,
    "POST",
    "sessions",
    all,
  );
  return created.map(({ id }) => id);
}
