import { beforeAll, expect, test } from "vitest";
import type { SearchParams } from "@/lib/contracts/search-params";
import { CONTEXT } from "@/lib/domain/search/search.fixture";
import type { SessionRecord } from "@/lib/domain/session";
import { describeOnEngine } from "@/test/engines";
import { removeDeleted } from "../index/remove-sessions";
import { runSearch } from "./run-search";
import { fillIndex, makeWorld, NOW } from "./testing/search-world";

const SETUP_MS = 120_000;

describeOnEngine("a search while the index changes", (engine) => {
  const sessions = makeWorld(3);
  const late = new Date(NOW.getTime() + 60_000);

  beforeAll(() => fillIndex(engine.opened().db, sessions), SETUP_MS);

  function ask(params: Partial<SearchParams>) {
    const all = { q: "", zone: CONTEXT.zone, limit: 50, facets: false, ...params };
    return runSearch(engine.opened().db, all, NOW);
  }

  function aCopy(of: SessionRecord | undefined, mark: string, change: Partial<SessionRecord> = {}) {
    if (!of) throw new Error("there is no such session");
    return { ...of, id: `${of.id.slice(0, 67 - mark.length)}${mark}`, ...change };
  }

  test(
    "loses and doubles no session while others arrive before, after and on the very place",
    async () => {
      for (const sort of ["created", "created-asc", "updated", "ended"]) {
        const before = (await ask({ sort, limit: 500 })).rows;
        const known = new Set<string>();
        for (let cursor: string | null = null, page = 0; ; page++) {
          const answer = await ask({ sort, limit: 120, ...(cursor !== null && { cursor }) });
          for (const { id } of answer.rows) {
            expect(known).not.toContain(id);
            known.add(id);
          }
          if (answer.cursor === null) break;
          cursor = answer.cursor;
          const last = sessions.find(({ id }) => id === answer.rows.at(-1)?.id) ?? sessions[0];
          const created_at = new Date(NOW.getTime() - page).toISOString();
          const mark = `New${sort.replace("-", "")}${page}`;
          const arrived = [aCopy(last, `${mark}x`), aCopy(last, `${mark}y`, { created_at })];
          await fillIndex(engine.opened().db, arrived);
        }
        for (const { id } of before) expect(known).toContain(id);
        for (const { id } of sessions) expect(known).toContain(id);
      }
    },
    SETUP_MS,
  );

  test("shows a changed session where it belongs now, and no longer where it was", async () => {
    const session = aCopy(sessions[5], "Changes", { status: "in_progress", failure_code: null });
    const count = async (q: string) => (await ask({ q: `${q} Changes`, limit: 5 })).total;
    await fillIndex(engine.opened().db, [session]);
    expect([await count("status:in_progress"), await count("status:failed")]).toEqual([1, 0]);
    // Without a word, so that nothing is counted but what the sessions have in common.
    const inAll = async () => (await ask({})).total;
    const before = await inAll();
    await fillIndex(engine.opened().db, [{ ...session, status: "failed" }], late);
    expect([await count("status:in_progress"), await count("status:failed")]).toEqual([0, 1]);
    expect(await inAll()).toBe(before);
  });

  test("finds a session by its new redirect URL and not by its old one", async () => {
    const session = aCopy(sessions[5], "Moves", { redirect_url: "https://old.example/?a=quince" });
    await fillIndex(engine.opened().db, [session]);
    expect((await ask({ q: "quince" })).total).toBe(1);
    const moved = { ...session, redirect_url: "https://new.example/?a=medlar" };
    await fillIndex(engine.opened().db, [moved], late);
    expect([(await ask({ q: "quince" })).total, (await ask({ q: "medlar" })).total]).toEqual([
      0, 1,
    ]);
    expect((await ask({ q: "redirect:new.example" })).rows[0]?.id).toBe(session.id);
  });

  test("shows a session no more once it is deleted, and again when it comes back", async () => {
    const created_at = new Date(NOW.getTime() - 29 * 86_400_000).toISOString();
    const session = aCopy(sessions[5], "Goes", { created_at });
    // Without a word, so that nothing but the counts can know.
    const total = async () => (await ask({})).total;
    const isListed = async () =>
      (await ask({ sort: "created-asc", limit: 500 })).rows.some(({ id }) => id === session.id);
    const before = await total();
    await fillIndex(engine.opened().db, [session]);
    expect([await total(), await isListed()]).toEqual([before + 1, true]);
    await removeDeleted(engine.opened().db, [session.id], late);
    expect([await total(), await isListed()]).toEqual([before, false]);
    await fillIndex(engine.opened().db, [session], new Date(late.getTime() + 60_000));
    expect([await total(), await isListed()]).toEqual([before + 1, true]);
  });

  test(
    "follows many changes at once as it follows few",
    async () => {
      const { total } = await ask({});
      const many = Array.from({ length: 6_000 }, (_, at) => aCopy(sessions[at % 800], `Many${at}`));
      await fillIndex(engine.opened().db, many);
      expect((await ask({})).total).toBe(total + new Set(many.map(({ id }) => id)).size);
    },
    SETUP_MS,
  );

  test(
    "counts the sessions of a common word as they change, come, go and come back",
    async () => {
      const { db } = engine.opened();
      const redirect_url = "https://shop.example/?a=quince";
      const aHolder = (mark: string) => ({ ...aCopy(sessions[5], mark), redirect_url });
      const failed = { status: "failed", failure_code: "liveness_failed" };
      const open = { status: "in_progress", failure_code: null, completed_at: null };
      const many = Array.from({ length: 1_500 }, (_, at) => ({
        ...aHolder(`Holds${at}x`),
        ...open,
      }));
      await fillIndex(db, many);
      const count = async () => {
        const { total, facets } = await ask({ q: "quince", facets: true });
        const inState = facets?.status?.find(({ value }) => value === "failed")?.count ?? 0;
        return [total, (await ask({ q: "quince -status:failed" })).total, inState];
      };
      expect(await count()).toEqual([1_500, 1_500, 0]);
      // One of those whose texts were looked through for the word, and one that came after that.
      for (const session of [aHolder("Holds7x"), aHolder("Later")]) {
        let now = late.getTime();
        const change = async (state: Partial<SessionRecord>) => {
          now += 60_000;
          await fillIndex(db, [{ ...session, ...state }], new Date(now));
        };
        await change(open);
        const [total = 0] = await count();
        expect(await count()).toEqual([total, total, 0]);
        await change(failed);
        expect(await count()).toEqual([total, total - 1, 1]);
        now += 60_000;
        await removeDeleted(db, [session.id], new Date(now));
        expect(await count()).toEqual([total - 1, total - 1, 0]);
        await change(failed);
        expect(await count()).toEqual([total, total - 1, 1]);
        await change({ ...open, updated_at: new Date(now).toISOString() });
        expect(await count()).toEqual([total, total, 0]);
      }
    },
    SETUP_MS,
  );
});
