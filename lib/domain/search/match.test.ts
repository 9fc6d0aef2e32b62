import { describe, expect, test } from "vitest";
import type { SessionRecord } from "../session";
import { aSession } from "../session-record.fixture";
import { matchesSearch } from "./match";
import { parseSearch } from "./parse";
import type { SearchQuery } from "./query";
import { aWorld, CONTEXT } from "./search.fixture";

const { now } = CONTEXT;
const WORLD = aWorld();

function queryOf(text: string): SearchQuery {
  const result = parseSearch(text, CONTEXT);
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join(" "));
  return result.query;
}

function fits(text: string, session: SessionRecord): boolean {
  return matchesSearch(queryOf(text), session, now);
}

function idsBy(text: string): string[] {
  const query = queryOf(text);
  return WORLD.filter((session) => matchesSearch(query, session, now)).map(({ id }) => id);
}

describe("each key finds exactly the sessions that it names", () => {
  const open = (s: SessionRecord) =>
    s.status === "created" ||
    s.status === "in_progress" ||
    (s.status === "awaiting_review" && s.completed_at === null);
  const created = (s: SessionRecord) => Date.parse(s.created_at);
  const hour = 3_600_000;

  test.each<[string, (session: SessionRecord) => boolean]>([
    ["", () => true],
    ["status:failed,expired", (s) => s.status === "failed" || s.status === "expired"],
    ["-status:failed", (s) => s.status !== "failed"],
    ['status:"awaiting_review"', (s) => s.status === "awaiting_review"],
    ["code:liveness_failed", (s) => s.failure_code === "liveness_failed"],
    ["code:none", (s) => s.failure_code === null],
    ["-code:none", (s) => s.failure_code !== null],
    ["nfc:>=2", (s) => s.nfc_tries_used >= 2],
    ["nfc:0,3", (s) => s.nfc_tries_used === 0 || s.nfc_tries_used === 3],
    [
      "liveness:1..2 nfc:<2",
      (s) => s.liveness_tries_used > 0 && s.liveness_tries_used < 3 && s.nfc_tries_used < 2,
    ],
    ["created:24h", (s) => created(s) >= now.getTime() - 24 * hour],
    ["created:>2d", (s) => created(s) < now.getTime() - 48 * hour],
    ["created:yesterday", (s) => /^2026-11-(21T23|22T(?!23))/.test(s.created_at)],
    [
      "ended:<3h",
      (s) => s.completed_at !== null && Date.parse(s.completed_at) >= now.getTime() - 3 * hour,
    ],
    [
      "-ended:<3h",
      (s) => s.completed_at === null || Date.parse(s.completed_at) < now.getTime() - 3 * hour,
    ],
    ["claim:age_over_18", (s) => "age_over_18" in s.share_fields],
    ["claim:age_over_18,family_name", (s) => Object.keys(s.share_fields).length > 0],
    ["redirect:shop.example", (s) => /\/\/(pay\.)?shop\.example[:/]/.test(s.redirect_url ?? "")],
    ["redirect:pay.shop.example", (s) => s.redirect_url?.includes("//pay.") ?? false],
    ["redirect:münchen.example", (s) => s.redirect_url?.includes("münchen") ?? false],
    ["-redirect:shop.example", (s) => !/\/\/(pay\.)?shop\.example[:/]/.test(s.redirect_url ?? "")],
    ["webhook:whe_one", (s) => [s.webhook_endpoint_id].flat().includes("whe_one")],
    ["webhook:whe_two", (s) => [s.webhook_endpoint_id].flat().includes("whe_two")],
    ["webhook:all", (s) => s.webhook_endpoint_id === null],
    ["has:redirect", (s) => s.redirect_url !== null],
    ["has:code,claims", (s) => s.failure_code !== null || Object.keys(s.share_fields).length > 0],
    ["has:webhook", (s) => s.webhook_endpoint_id !== null],
    ["is:open", open],
    ["is:ended", (s) => !open(s)],
    ["-is:open", (s) => !open(s)],
    ["is:overdue", (s) => open(s) && Date.parse(s.expires_at) <= now.getTime()],
    ["status:failed nfc:3", (s) => s.status === "failed" && s.nfc_tries_used === 3],
    ["status:failed status:expired", () => false],
    ["TW-123", (s) => s.redirect_url?.includes("TW%2D123") ?? false],
    ["tw%2d123", (s) => s.redirect_url?.includes("TW%2D123") ?? false],
    ["zoë", (s) => s.redirect_url?.includes("Zo%C3%AB") ?? false],
    ["A-1234 shop", (s) => s.redirect_url?.includes("A-1234") ?? false],
    ['"a b"', (s) => s.redirect_url?.includes("a b") ?? false],
    ["%zz", (s) => s.redirect_url?.includes("%zz") ?? false],
    ["ab3AB3", () => true],
    ["vs_0004", (s) => s.id.startsWith("vs_0004")],
    ["-vs_0004", (s) => !s.id.startsWith("vs_0004")],
    ["fernhill-app://verified", (s) => s.redirect_url?.startsWith("fernhill") ?? false],
  ])("%s", (text, isWanted) => {
    const wanted = WORLD.filter(isWanted).map(({ id }) => id);
    expect(idsBy(text)).toEqual(wanted);
    if (text !== "status:failed status:expired") expect(wanted.length).toBeGreaterThan(0);
  });
});

test("a negated term fits exactly the sessions that the term itself does not", () => {
  const terms =
    "status:failed code:none nfc:2 created:24h ended:2d claim:family_name redirect:shop.example webhook:all has:code is:overdue is:changed-after-end TW-123";
  for (const term of terms.split(" ")) {
    expect([...idsBy(term), ...idsBy(`-${term}`)].sort()).toEqual(WORLD.map(({ id }) => id).sort());
  }
});

test("a claim that is only a name of JavaScript's objects is not asked for", () => {
  expect(fits('claim:"toString"', aSession())).toBe(false);
  expect(fits('claim:"__proto__"', aSession())).toBe(false);
});

test("a moment at the very edge counts at the beginning of a stretch and not at its end", () => {
  const at = (created_at: string) => aSession({ created_at });
  expect(fits("created:2026-11-23", at("2026-11-22T23:00:00.000Z"))).toBe(true);
  expect(fits("created:2026-11-23", at("2026-11-23T22:59:59.999Z"))).toBe(true);
  expect(fits("created:2026-11-23", at("2026-11-23T23:00:00.000Z"))).toBe(false);
});

test("an unreadable time is in no stretch of time", () => {
  expect(fits("created:>2000-01-01", aSession({ created_at: "soon" }))).toBe(false);
  expect(fits("-created:>2000-01-01", aSession({ created_at: "soon" }))).toBe(true);
});

test("what is overdue is judged at the moment of matching, not of reading", () => {
  const session = aSession({ status: "in_progress", expires_at: "2026-11-23T11:30:00.000Z" });
  const { query } = parseSearch("is:overdue", CONTEXT);
  expect(matchesSearch(query, session, now)).toBe(false);
  expect(matchesSearch(query, session, new Date("2026-11-23T11:30:00.000Z"))).toBe(true);
});

describe("changed after its end", () => {
  const ended = "2026-11-23T10:26:02.000Z";
  test.each<[string, Partial<SessionRecord>, boolean]>([
    [
      "cancelled with a failure code",
      { status: "cancelled", failure_code: "liveness_failed" },
      true,
    ],
    [
      "cancelled and written again later",
      { status: "cancelled", completed_at: ended, updated_at: "2026-11-23T10:40:00Z" },
      true,
    ],
    ["cancelled with all tries used", { status: "cancelled", nfc_tries_used: 3 }, true],
    ["cancelled while open", { status: "cancelled" }, false],
    [
      "failed and written again later",
      { status: "failed", updated_at: "2026-11-23T10:40:00Z" },
      false,
    ],
  ])("%s: %s → %s", (_name, overrides, isIt) => {
    expect(fits("is:changed-after-end", aSession(overrides))).toBe(isIt);
  });
});
