import { describe, expect, test } from "vitest";
import { observationSchema } from "@/lib/contracts/observation";
import type { KnownRead, ReadState, SessionRead } from "./observation";
import { observeRead } from "./observe-read";
import { toReadState } from "./read-state";
import type { SessionRecord } from "./session";
import { aSession } from "./session-record.fixture";

function at(second: number): string {
  return new Date(Date.parse("2026-11-23T10:02:00.000Z") + second * 1000).toISOString();
}

function stateOf(overrides: Partial<SessionRecord>, unknown: string[] = []): ReadState {
  return toReadState(aSession({ status: "in_progress", ...overrides }), unknown);
}

function readOf(state: ReadState | null, asked: number, answered = asked): SessionRead {
  return { state, askedAt: at(asked), answeredAt: at(answered), source: "poll" };
}

function knownOf(state: ReadState | null, asked: number, answered = asked): KnownRead {
  return { state, askedAt: at(asked), answeredAt: at(answered) };
}

const ONE = stateOf({ nfc_tries_used: 1, updated_at: at(5) });
const TWO = stateOf({ nfc_tries_used: 2, updated_at: at(25) });

describe("a read of a session", () => {
  test("is kept when something changed, with what, from what and between which looks", () => {
    const { observation } = observeRead(knownOf(ONE, 11), readOf(TWO, 40, 41));
    expect(observation).toEqual({
      readAt: at(41),
      previousReadAt: at(11),
      source: "poll",
      changes: [
        { field: "nfc_tries_used", from: 1, to: 2 },
        { field: "updated_at", from: at(5), to: at(25) },
      ],
      state: TWO,
    });
    expect(observationSchema.parse(observation)).toEqual(observation);
  });

  test("without a change is not kept, but narrows the next one", () => {
    const quiet = observeRead(knownOf(ONE, 11), readOf(ONE, 20, 21));
    expect(quiet.observation).toBeNull();
    expect(observeRead(quiet.known, readOf(TWO, 40)).observation?.previousReadAt).toBe(at(20));
  });

  test("that comes late and shows the same never widens what an earlier one narrowed", () => {
    const late = observeRead(knownOf(ONE, 20, 21), readOf(ONE, 10, 30));
    expect(observeRead(late.known, readOf(TWO, 40)).observation?.previousReadAt).toBe(at(20));
  });

  test("says as the first one in what state the session was first seen", () => {
    const { observation } = observeRead(null, readOf(ONE, 11));
    expect(observation).toMatchObject({ previousReadAt: null, changes: [], state: ONE });
  });

  test("that finds nothing where nothing was ever found is not kept", () => {
    expect(observeRead(null, readOf(null, 11))).toEqual({ known: null, observation: null });
  });

  test("that shows an older state changes nothing, however late it was asked for", () => {
    const known = knownOf(TWO, 40);
    expect(observeRead(known, readOf(ONE, 50))).toEqual({ known, observation: null });
  });

  test("that was asked for first and answered last never gives an interval that is upside down", () => {
    const { observation } = observeRead(knownOf(ONE, 20, 21), readOf(TWO, 10, 31));
    expect(observation).toMatchObject({ previousReadAt: at(20), readAt: at(31) });
  });

  test("that finds a session gone is kept, and an older answer does not bring it back", () => {
    const gone = observeRead(knownOf(TWO, 40, 41), readOf(null, 50, 51));
    expect(gone.observation?.changes).toEqual([{ field: "deleted", from: false, to: true }]);
    expect(observeRead(gone.known, readOf(TWO, 45, 60)).observation).toBeNull();
    const back = observeRead(gone.known, readOf(TWO, 70));
    expect(back.observation?.changes).toEqual([{ field: "deleted", from: true, to: false }]);
  });

  test("at one time of writing: ended beats open, fewer details beat more", () => {
    const end = { completed_at: at(25), status: "failed", failure_code: "liveness_failed" };
    const ended = stateOf({ ...end, updated_at: at(25) });
    const bare = stateOf({ ...end, failure_code: null, updated_at: at(25) });
    const order = [TWO, ended, bare];
    for (const [index, state] of order.entries()) {
      for (const older of order.slice(0, index)) {
        expect(observeRead(knownOf(older, 40), readOf(state, 30, 45)).observation).not.toBeNull();
        expect(observeRead(knownOf(state, 30), readOf(older, 50)).observation).toBeNull();
      }
    }
  });
});

describe("what a read is compared by", () => {
  test("names a field beyond the contract, and no value of one is in it", () => {
    const next = stateOf({ nfc_tries_used: 1, updated_at: at(5) }, ["risk_score"]);
    const { observation } = observeRead(knownOf(ONE, 11), readOf(next, 40));
    expect(observation?.changes).toEqual([{ field: "other", name: "risk_score" }]);
  });

  test("holds no link, no text of the integrator and no id of an endpoint", () => {
    const state = stateOf({
      redirect_url: "https://shop.example/back?order=1234",
      webhook_endpoint_id: ["whe_planted"],
      share_fields: { family_name: { required: true, reason: "Planted reason", source: "rc" } },
    });
    expect(JSON.stringify(state)).not.toMatch(/shop|1234|whe_planted|Planted|verify\.example/);
    expect(state).toMatchObject({ hasRedirect: true, shareFieldCount: 1 });
  });

  test("sees a text that changed, a redirect that became another, and details that went", () => {
    const field = { required: true, reason: "Old", source: "rc" };
    const before = stateOf({ redirect_url: "https://a.example", share_fields: { age: field } });
    const other = stateOf({
      redirect_url: "https://b.example",
      share_fields: { age: { ...field, reason: "New" } },
    });
    const changed = observeRead(knownOf(before, 11), readOf(other, 40)).observation;
    expect(changed?.changes).toEqual([
      { field: "redirect_url", from: true, to: true },
      { field: "share_fields", from: 1, to: 1 },
    ]);
    const gone = observeRead(knownOf(before, 11), readOf(stateOf({}), 40)).observation;
    expect(gone?.changes).toEqual([
      { field: "redirect_url", from: true, to: false },
      { field: "share_fields", from: 1, to: 0 },
    ]);
  });

  test("takes the order of keys and one endpoint alone or in a list for the same", () => {
    const a = { required: true, reason: "", source: "rc" };
    const b = { source: "rc", reason: "", required: true };
    const before = stateOf({ webhook_endpoint_id: "whe_1", share_fields: { x: a, y: a } });
    const after = stateOf({ webhook_endpoint_id: ["whe_1"], share_fields: { y: b, x: b } });
    expect(observeRead(knownOf(before, 11), readOf(after, 40)).observation).toBeNull();
  });
});
