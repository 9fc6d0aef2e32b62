import { beforeEach, expect, test, vi } from "vitest";
import { clearDrafts, readDraft, removeDraft, saveDraft } from "./draft-store";

const SESSION = `vs_${"aB3".repeat(21)}x`;
const KEY = `cancel ${SESSION}`;

let kept: Record<string, string>;

beforeEach(() => {
  kept = {};
  const storage = {
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, value: string) => void Object.assign(kept, { [name]: value }),
    removeItem: (name: string) => void delete kept[name],
  };
  // `Object.keys` of the real storage gives the names of its entries.
  vi.stubGlobal(
    "sessionStorage",
    new Proxy(storage, {
      ownKeys: () => Object.keys(kept),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
});

test("a draft is there again for whoever typed it, and for nobody else", () => {
  saveDraft("ann", KEY, "Customer asked");
  expect(readDraft("ann", KEY)).toBe("Customer asked");
  expect(readDraft("ben", KEY)).toBe("");
  expect(readDraft("ann", "another place")).toBe("");
});

test("neither a session's id nor a secret stands in the browser's storage", () => {
  saveDraft("ann", KEY, `see cancel_token=abc12345678901234567890 and kk_live_${"a1B2".repeat(8)}`);
  expect(JSON.stringify(kept)).not.toMatch(/vs_|abc123456|kk_live/);
  expect(Object.keys(kept)).toHaveLength(1);
});

test("drafts of another person go when somebody else has signed in", () => {
  saveDraft("ann", KEY, "Ann's words");
  saveDraft("ben", KEY, "Ben's words");
  clearDrafts("ben");
  expect(JSON.stringify(kept)).not.toContain("Ann");
  expect(readDraft("ben", KEY)).toBe("Ben's words");
  clearDrafts();
  expect(kept).toEqual({});
});

test("a draft goes when it was sent or emptied, and after half a day", () => {
  saveDraft("ann", KEY, "x");
  removeDraft("ann", KEY);
  saveDraft("ann", "b", "x");
  saveDraft("ann", "b", "");
  expect(kept).toEqual({});
  saveDraft("ann", KEY, "x");
  vi.useFakeTimers({ now: Date.now() + 12 * 60 * 60 * 1000 });
  expect(readDraft("ann", KEY)).toBe("");
  vi.useRealTimers();
});

test("storage that is full, forbidden or holds nonsense is passed by", () => {
  saveDraft("ann", KEY, "x");
  for (const name of Object.keys(kept)) kept[name] = "{nonsense";
  expect(readDraft("ann", KEY)).toBe("");
  vi.stubGlobal("sessionStorage", undefined);
  expect(() => saveDraft("ann", KEY, "x")).not.toThrow();
  expect(readDraft("ann", KEY)).toBe("");
});
