import { encode } from "next-auth/jwt";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { endSignInNow } from "@/lib/server/auth/end-sign-in-now";
import { createSignIn } from "@/lib/server/auth/sign-in-store";
import { getDb } from "@/lib/server/db/get-db";
import { getEnv } from "@/lib/server/env";
import { getHub } from "@/lib/server/live/get-hub";
import { addStaff, disableStaff, requireAccount } from "@/lib/server/staff/manage-staff";
import { closeUpstreamClient } from "@/lib/server/upstream/get-upstream-client";
import { prepareDesk, setEnv } from "@/test/desk";
import { serveRoute } from "@/test/live/serve-route";
import { type LiveWatch, toEndReason, toRecords, watchLive } from "@/test/live/watch-live";
import { startKayle } from "@/test/sync/harness";
import { GET } from "./route";

const KEY = "kk_of_this_test";
const IDLE_MS = 30 * 60_000;
/** What must be fast says so itself; all the rest may wait for a busy machine. */
const LONG_MS = 60_000;

prepareDesk();

beforeAll(async () => {
  const db = await getDb();
  for (const name of ["ann", "ben"]) {
    const password = "correct horse battery";
    await addStaff(db, { email: `${name}@example.com`, name, role: "viewer", password });
  }
});

/** Signs somebody in who did something last `idleMs` ago, and opens a page that follows a session. */
async function openPage(
  name: string,
  idleMs = 0,
): Promise<{ page: LiveWatch; signInId: string; headers: Record<string, string> }> {
  const kayle = await startKayle({ size: 0, keys: { main: KEY } });
  setEnv({ KAYLE_API_URL: kayle.url, KAYLE_API_KEY: KEY });
  onTestFinished(() => closeUpstreamClient());
  const [session] = kayle.sandbox.sessions.create([{ status: "in_progress", hold: true }]);
  const { id: staffId } = await requireAccount(await getDb(), `${name}@example.com`);
  const signInId = await createSignIn(await getDb(), staffId, new Date(Date.now() - idleMs));
  const { nextauthSecret: secret } = getEnv();
  const cookie = await encode({ token: { sub: staffId, sid: signInId }, secret, maxAge: 3600 });
  const headers = { cookie: `next-auth.session-token=${cookie}`, "x-desk-background": "1" };
  const { url } = await serveRoute((request) => GET(request, { params: Promise.resolve({}) }));
  const page = await watchLive(`${url}/api/live?ids=${session?.id}`, headers);
  await vi.waitFor(() => expect(toRecords(page)).toHaveLength(1), { timeout: LONG_MS });
  return { page, signInId, headers };
}

test(
  "signing out ends the stream within ten seconds, and nothing is read any more",
  async () => {
    const { page, signInId } = await openPage("ann");
    const endedAt = performance.now();
    await endSignInNow(signInId, "signed_out");
    await page.over;
    expect(performance.now() - endedAt).toBeLessThan(10_000);
    expect(toEndReason(page)).toBe("signed-out");
    expect(getHub().watchedCount()).toBe(0);
  },
  LONG_MS,
);

test(
  "a person who is disabled elsewhere loses the stream within ten seconds",
  async () => {
    const { page } = await openPage("ben");
    const endedAt = performance.now();
    await disableStaff(await getDb(), "ben@example.com", new Date());
    await page.over;
    expect(performance.now() - endedAt).toBeLessThan(10_500);
    expect(toEndReason(page)).toBe("signed-out");
  },
  LONG_MS,
);

test(
  "a stream keeps nobody signed in: an idle person's ends with their sign-in",
  async () => {
    // Late enough for a check of the sign-in to come before its end.
    const { page } = await openPage("ann", IDLE_MS - 8_000);
    await page.over;
    expect(toEndReason(page)).toBe("signed-out");
  },
  LONG_MS,
);
