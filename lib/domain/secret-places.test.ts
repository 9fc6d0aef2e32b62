import { expect, test } from "vitest";
import { findSecretPlaces } from "./secret-places";
import { toLine } from "./text-place";

const KEY = `kk_live_${"a1B2".repeat(8)}`;

test("a secret is found with what it is and where it stands", () => {
  const text = `The key\nis ${KEY}, he says`;
  const [place, ...more] = findSecretPlaces(text);
  expect(more).toEqual([]);
  expect(place?.kind).toBe("api_key");
  expect(text.slice(place?.from, place?.to)).toContain(KEY);
  expect(place && toLine(text, place)).toBe(2);
});

test("a text without one has no place, a session id is none", () => {
  expect(findSecretPlaces(`See vs_${"a1".repeat(32)}, the token was refused`)).toEqual([]);
});
