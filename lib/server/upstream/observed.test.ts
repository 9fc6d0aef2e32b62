import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { isSessionId } from "@/lib/domain/session-id";
import { createUpstreamClient } from "./client";
import { type LoopbackServer, startLoopbackServer } from "./testing/loopback-server";
import type { UpstreamClient } from "./types";

/** Answers recorded from Kayle's server 1.6.0. They lie beside the project, not in it. */
const OBSERVED = fileURLToPath(
  new URL("../../../../shared/upstream/observed.json", import.meta.url),
);

const recordingSchema = z.object({
  name: z.string(),
  request: z.object({ method: z.string(), path: z.string() }),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
});
type Recording = z.infer<typeof recordingSchema>;

const recordings = existsSync(OBSERVED)
  ? z.array(recordingSchema).parse(JSON.parse(readFileSync(OBSERVED, "utf8")))
  : [];
if (recordings.length === 0) console.warn(`SKIPPED: no recorded answers at ${OBSERVED}`);

let current: Recording | undefined;
let server: LoopbackServer;
let client: UpstreamClient;

beforeAll(async () => {
  server = await startLoopbackServer((_, response) => {
    const { "content-length": _length, ...headers } = current?.headers ?? {};
    const body = typeof current?.body === "string" ? current.body : JSON.stringify(current?.body);
    response.writeHead(current?.status ?? 500, headers).end(current?.status === 204 ? "" : body);
  });
  const limits = { timeoutMs: 3000, concurrencyMax: 4, breakerHalfOpenAfterMs: 0 };
  client = createUpstreamClient({ apiUrl: server.url, apiKey: "kk_replay", ...limits });
});

afterAll(async () => {
  await client.close();
  await server.close();
});

/** Recordings of `method` whose path without its query fits; the kept part is the session's id. */
function pick(method: string, path: RegExp): [string, Recording, string][] {
  return recordings.flatMap((recording) => {
    const match = path.exec(recording.request.path.replace(/\?.*/, ""));
    const fits = match && recording.request.method === method;
    return fits ? [[recording.name, recording, decodeURIComponent(match[1] ?? "")]] : [];
  });
}

const CODES: Record<number, string> = {
  401: "UPSTREAM_UNAUTHORIZED",
  403: "UPSTREAM_FORBIDDEN",
  404: "NOT_FOUND",
  410: "ORGANIZATION_FROZEN",
  500: "UPSTREAM_ERROR",
};

function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "no fault",
    ({ code }: { code: string }) => code,
  );
}

/** A long list was recorded with a note in place of its last rows. */
function toFullRows(recording: Recording): Recording {
  const list = z
    .object({ data: z.array(z.unknown()) })
    .loose()
    .parse(recording.body);
  return {
    ...recording,
    body: { ...list, data: list.data.filter((row) => typeof row !== "string") },
  };
}

describe.skipIf(recordings.length === 0)("the recorded Kayle", () => {
  test.each(pick("GET", /^\/v1\/sessions\/([^/]+)$/))("%s", async (_, recording, id) => {
    current = recording;
    if (!isSessionId(id)) {
      expect(await codeOf(client.getSession(id))).toBe("INVALID_SESSION_ID");
    } else if (recording.status === 200) {
      const { session, unknownFields } = await client.getSession(id);
      expect({ data: session, error: null }).toEqual(recording.body);
      expect(unknownFields).toEqual([]);
    } else {
      expect(await codeOf(client.getSession(id))).toBe(CODES[recording.status]);
    }
  });

  test.each(pick("GET", /^\/v1\/sessions$/))("%s", async (_, recording) => {
    if (recording.status === 200) {
      current = toFullRows(recording);
      const { rows, hasMore, nextCursor } = await client.listSessionRows({});
      const data = rows.map((row) => {
        if ("fault" in row) return row;
        const { share_fields: _, ...session } = row.session;
        return session;
      });
      const pagination = { has_more: hasMore, next_cursor: nextCursor };
      expect(current.body).toMatchObject({ data, pagination });
    } else {
      current = recording;
      const code = recording.status === 400 ? "INVALID_REQUEST" : CODES[recording.status];
      expect(await codeOf(client.listSessionRows({}))).toBe(code);
    }
  });

  test.each(pick("POST", /^\/v1\/sessions\/([^/]+)\/cancel$/))("%s", async (_, recording, id) => {
    current = recording;
    const expected = recording.status === 204 ? "no fault" : CODES[recording.status];
    expect(await codeOf(client.cancelSession(id))).toBe(
      isSessionId(id) ? expected : "INVALID_SESSION_ID",
    );
  });

  test("answers unknown routes in plain text, which the desk takes for a wrong address", async () => {
    current = recordings.find(({ name }) => name === "unknown route in v1, authed");
    expect(current?.status).toBe(404);
    expect(await codeOf(client.getSession(`vs_${"a".repeat(64)}`))).toBe("UPSTREAM_CONTRACT");
  });
});
