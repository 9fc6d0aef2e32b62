import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Facets } from "@/lib/contracts/search";
import { matchesSearch } from "@/lib/domain/search/match";
import { parseSearch } from "@/lib/domain/search/parse";
import type { SearchQuery } from "@/lib/domain/search/query";
import { CONTEXT } from "@/lib/domain/search/search.fixture";
import { findRedirectHost } from "@/lib/domain/search/values-hosts";
import type { SessionRecord } from "@/lib/domain/session";
import { describeOnEngine } from "@/test/engines";
import { runSearch } from "./run-search";
import { conditionArbitraries } from "./testing/queries";
import { fillIndex, makeWorld, NOW } from "./testing/search-world";

const SETUP_MS = 120_000;

type Value = string | null;

const VALUES_OF: Record<string, (session: SessionRecord) => Value[]> = {
  status: ({ status }) => [status],
  code: ({ failure_code }) => [failure_code],
  nfc: ({ nfc_tries_used }) => [String(nfc_tries_used)],
  liveness: ({ liveness_tries_used }) => [String(liveness_tries_used)],
  claim: ({ share_fields }) => Object.keys(share_fields),
  redirect: ({ redirect_url }) => [findRedirectHost(redirect_url) ?? []].flat(),
  webhook: ({ webhook_endpoint_id: id }) => (id === null ? [null] : [...new Set([id].flat())]),
};

/** Counts each value by hand, over the sessions that fit everything but the facet's own key. */
function countByHand(query: SearchQuery, sessions: readonly SessionRecord[]) {
  const counts = Object.entries(VALUES_OF).map(([key, valuesOf]) => {
    const others = { ...query, terms: query.terms.filter((term) => term.key !== key) };
    const values = sessions.filter((one) => matchesSearch(others, one, NOW)).flatMap(valuesOf);
    const byValue = new Map<Value, number>();
    for (const value of values) byValue.set(value, (byValue.get(value) ?? 0) + 1);
    return [key, byValue] as const;
  });
  return Object.fromEntries(counts);
}

function toMaps(facets: Facets | null) {
  const maps = Object.entries(facets ?? {}).map(([key, values]) => {
    return [key, new Map(values.map(({ value, count }) => [value, count]))] as const;
  });
  return Object.fromEntries(maps);
}

describeOnEngine("the facets", (engine) => {
  let sessions: SessionRecord[] = [];

  beforeAll(async () => {
    sessions = makeWorld(4);
    await fillIndex(engine.opened().db, sessions);
  }, SETUP_MS);

  test(
    "are what a count by hand gives, whatever else is asked for",
    async () => {
      const condition = fc.oneof(...Object.values(conditionArbitraries(sessions)));
      await fc.assert(
        fc.asyncProperty(fc.array(condition, { maxLength: 3 }), async (conditions) => {
          const q = conditions.join(" ");
          const params = { q, zone: CONTEXT.zone, limit: 1, facets: true };
          const answer = await runSearch(engine.opened().db, params, NOW);
          const { query } = parseSearch(q, CONTEXT);
          expect(toMaps(answer.facets)).toEqual(countByHand(query, sessions));
        }),
        { numRuns: 50 },
      );
    },
    SETUP_MS,
  );

  test("put the most frequent value first", async () => {
    const params = { q: "", zone: "UTC", limit: 0, facets: true };
    const { facets } = await runSearch(engine.opened().db, params, NOW);
    for (const values of Object.values(facets ?? {})) {
      const counts = values.map(({ count }) => count);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    }
  });
});
