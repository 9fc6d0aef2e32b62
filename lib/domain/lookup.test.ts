import { expect, test } from "vitest";
import { describeFound, describeRemoved, LOOKUP_IDS_MAX, toLookup } from "./lookup";

const A = "vs_mza7vecksrtyfw193ekcvl5vnws3bt1lz96buu3iw7zidckf8dga2zx2echb3t16";
const B = "vs_9kq2".padEnd(67, "7Zp4");

test("one id is to be opened, several become a table in the order of the text", () => {
  expect(toLookup(` ${A}, `)).toEqual({ kind: "one", id: A, removed: [] });
  expect(toLookup(`${B} ${A} ${B}`)).toEqual({ kind: "many", ids: [B, A], removed: [] });
});

test("a token is cut out before the id is read, and is reported", () => {
  expect(toLookup(`https://verify.kayle.id/${A}?cancel_token=s3cr3t`)).toEqual({
    kind: "one",
    id: A,
    removed: [{ kind: "cancel_token", count: 1 }],
  });
});

test("nothing that is returned holds the secret", () => {
  const secret = "Q7f3xK9mZ2pL8vR4tW6yB1nD5sG0hJcA";
  for (const text of [
    `vs_kk_${secret}`,
    `cancel_token=${secret}`,
    `vs_abc?cancel_token=${secret}`,
  ]) {
    expect(JSON.stringify(toLookup(text))).not.toContain(secret.slice(0, 6));
  }
});

test("a near miss says what is wrong, and an id found elsewhere matters more", () => {
  const nearMiss = toLookup(`${A}ab`);
  expect(nearMiss).toMatchObject({
    kind: "near-miss",
    text: "vs_mza7veck…hb3t16ab",
    fault: { sentence: "66 characters after vs_, 64 expected." },
  });
  expect(toLookup(`${A}ab ${B}`)).toMatchObject({ kind: "one", id: B });
});

test.each(["", "  \n", "\u200B\uFEFF"])("%j is empty", (text) => {
  expect(toLookup(text)).toEqual({ kind: "empty", removed: [] });
});

test("a text without an id says so", () => {
  expect(toLookup("it does not work")).toEqual({
    kind: "nothing",
    sentence: "There is no session id in that text.",
    removed: [],
  });
});

test("the person is told what was cut out, and nothing when nothing was", () => {
  expect(describeRemoved([])).toBeNull();
  expect(describeRemoved([{ kind: "cancel_token", count: 1 }])).toBe(
    "A cancel token was cut out of what you pasted. It never left this browser.",
  );
  expect(
    describeRemoved([
      { kind: "cancel_token", count: 2 },
      { kind: "api_key", count: 1 },
    ]),
  ).toBe(
    "2 cancel tokens and an API key were cut out of what you pasted. They never left this browser.",
  );
});

test("more ids than one table may show are never passed over in silence", () => {
  const ids = Array.from({ length: LOOKUP_IDS_MAX + 1 }, (_, at) => `vs_${at}`);
  expect(describeFound(ids)).toBe(
    "101 session ids found. The first 100 are opened; paste the rest afterwards.",
  );
  expect(describeFound(ids.slice(1))).toBe("100 session ids found.");
});
