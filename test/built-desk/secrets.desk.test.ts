import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, inject, test, vi } from "vitest";
import { DEMO_ACCOUNTS, getAccount } from "@/e2e/fixtures/accounts";
import { CANARIES } from "@/e2e/fixtures/canaries";
import { findWords, searchFiles } from "@/e2e/fixtures/search-files";
import { routes } from "@/lib/routes";
import { byDepth } from "../depth";
import { forEachOf, getAnswerCount, sendRaw } from "./raw-http";
import { control, createSessions } from "./sandbox-control";
import { signIn } from "./sign-in";

const { url: desk, sandboxUrl, dataDir } = inject("builtDesk");
const BUILD = fileURLToPath(new URL("../../.next/", import.meta.url));
const ANSWERS_MIN = byDepth(300, 10_000);
const WEBHOOK_MS = 20_000;
const ROWS_MIN = 50;

/** Each is what Kayle does to every read of a round; a round without one reads what it says. */
const FAULTS: readonly Record<string, unknown>[] = [
  { kind: "latency", latencyMs: 20 },
  ...[500, 429, 502, 503, 504].map((status) => ({ kind: "error", status })),
  ...["html", "truncated", "wrong-type", "missing-field", "wrong-id", "envelope", "empty"].map(
    (variant) => ({ kind: "malformed", variant }),
  ),
  { kind: "drop" },
  { kind: "redirect", location: `${sandboxUrl}/v1/sessions` },
];

/** A session whose every text holds something that must go no further. */
function toLeaking(status: string): Record<string, unknown> {
  const { cancelToken, apiKey } = CANARIES;
  return {
    status,
    cancel_token: cancelToken,
    redirect_url: `https://shop.example/?cancel_token=${cancelToken}&key=${apiKey}#cancel_token=${cancelToken}`,
    extra: {
      cancel_token: cancelToken,
      signing_secret: CANARIES.webhookSecret,
      claims: { note: apiKey },
    },
    share_fields: {
      family_name: { required: true, reason: `cancel_token=${cancelToken}`, source: "rc" },
    },
  };
}

function signInAsAdmin(): Promise<string> {
  return signIn(desk, getAccount(DEMO_ACCOUNTS, "admin"));
}

function toTargets(id: string): string[] {
  return [
    routes.session(id),
    routes.api.session(id),
    routes.api.observations(id),
    routes.api.sessionWebhooks(id, false),
    routes.api.sessionWebhooks(id, true),
    routes.api.notes(id),
    routes.api.activity(id),
    routes.api.whoLooked(id),
    routes.api.sessions("q="),
    routes.sessions(),
    routes.sessionsById([id]),
  ];
}

test("no answer tells a secret, whatever Kayle sends and however it fails", async () => {
  const cookie = await signInAsAdmin();
  const all = ["created", "in_progress", "succeeded", "failed", "expired", "cancelled"];
  const statuses = all.slice(0, byDepth(1, all.length));
  const ids = await createSessions(sandboxUrl, statuses.map(toLeaking));
  for (let round = 0; round <= FAULTS.length || getAnswerCount() < ANSWERS_MIN; round += 1) {
    const fault = FAULTS[round % (FAULTS.length + 1)];
    for (const sessionId of ids) {
      if (fault) await control(sandboxUrl, "POST", "faults", { ...fault, sessionId, times: 1 });
    }
    const targets = ids.flatMap(toTargets).flatMap((target) => [
      { target, rsc: false },
      { target, rsc: true },
    ]);
    await forEachOf(targets, async ({ target, rsc }) => {
      const headers = { cookie, ...(rsc && { rsc: "1" }) };
      const answer = await sendRaw(desk, { method: "GET", target, headers });
      expect(answer.status).not.toBe(0);
    });
    await control(sandboxUrl, "DELETE", "faults");
  }
  console.log(`${getAnswerCount()} answers searched for secrets`);
});

test("no export tells a secret", async () => {
  const headers = { cookie: await signInAsAdmin() };
  const files = [
    routes.api.exportSessions("q=&zone=UTC"),
    routes.api.exportAccessLog("zone=UTC&format=csv"),
    routes.api.exportAccessLog("zone=UTC&format=jsonl"),
  ];
  for (const target of files) {
    const { status, body } = await sendRaw(desk, { method: "GET", target, headers });
    const hasRows = body.split("\n").length > ROWS_MIN;
    expect([target, status, hasRows]).toEqual([target, 200, true]);
  }
});

test("a webhook's claims go no further than the door", async () => {
  const [id = ""] = await createSessions(sandboxUrl, [{ status: "in_progress" }]);
  await control(sandboxUrl, "POST", `sessions/${id}`, { status: "succeeded" });
  await vi.waitFor(() => {
    const log = readFileSync(join(dataDir, "desk.log"), "utf8");
    expect(log).toMatch(new RegExp(`${id}.*webhook accepted|webhook accepted.*${id}`));
  }, WEBHOOK_MS);
});

test("no file of the desk holds a secret: database, its log, the desk's own log, the access log", () => {
  // The demo's own secrets are kept here, for the next start, readable by their owner alone.
  const { files, bytes, faults } = searchFiles(dataDir, ["demo-secrets.json"]);
  console.log(`${files} files of the desk, ${Math.round(bytes / 1e6)} MB`);
  expect(faults).toEqual([]);
  expect(files).toBeGreaterThan(100);
});

test("no file of the build holds a secret of the machine that built it", () => {
  const { files, bytes, faults } = searchFiles(BUILD);
  console.log(`${files} files of the build, ${Math.round(bytes / 1e6)} MB`);
  expect(faults).toEqual([]);
  expect(files).toBeGreaterThan(100);
});

test("nothing of the server is in what browsers are given", () => {
  const names = [
    "KAYLE_API_KEY",
    "NEXTAUTH_SECRET",
    "KAYLE_WEBHOOK",
    "DATABASE_URL",
    "argon2",
    "drizzle",
  ];
  expect(findWords(join(BUILD, "static"), names)).toEqual([]);
});
