import { expect, test } from "vitest";
import { findRowFault } from "./find-row-fault";
import { makeSession } from "./testing/sessions";

test("an ordinary session fits", () => {
  expect(findRowFault(makeSession(1, { redirect_url: "not even a URL" }))).toBeNull();
});

test.each([
  ["id", { id: `vs_${"a".repeat(300)}` }],
  ["id", { id: "vs_short" }],
  ["id", { id: "vs_\u00e9" }],
  ["id", { id: "vs_\0" }],
  ["created_at", { created_at: "0000-01-01T00:00:00Z" }],
  ["completed_at", { completed_at: "9999-12-31T23:59:59Z" }],
  ["nfc_tries_used", { nfc_tries_used: 40_000 }],
  ["liveness_tries_used", { liveness_tries_used: 1e12 }],
  ["contract_version", { contract_version: 2 ** 40 }],
  ["redirect_url", { redirect_url: `https://shop.example/${"x".repeat(200_000)}` }],
  ["redirect_url", { redirect_url: `https://${"x".repeat(2_000)}.example/` }],
])("%s is named when the database has no room for it", (field, changes) => {
  expect(findRowFault(makeSession(1, changes))).toBe(field);
});
