import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { decode, encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { decodeSessionToken } from "./session-token";

const SECRET = "the-secret-of-a-test-0123456789abcdef";
const NOW = new Date();
const LIFETIME_SECONDS = 8 * 60 * 60;

function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

test("the desk and next-auth read the same sign-in out of a cookie that next-auth wrote", async () => {
  const claims = { sub: randomUUID(), sid: randomUUID() };
  const value = await encode({ token: claims, secret: SECRET, maxAge: LIFETIME_SECONDS });
  expect(await decode({ token: value, secret: SECRET })).toMatchObject(claims);
  expect(await decodeSessionToken(value, SECRET, NOW)).toEqual({
    staffId: claims.sub,
    signInId: claims.sid,
  });
});

test("a token of another secret, or one that has run out, signs nobody in", async () => {
  const token = { sub: randomUUID(), sid: randomUUID() };
  const value = await encode({ token, secret: SECRET, maxAge: LIFETIME_SECONDS });
  expect(await decodeSessionToken(value, `${SECRET}x`, NOW)).toBeNull();
  expect(await decodeSessionToken(value, SECRET, later(LIFETIME_SECONDS - 5))).not.toBeNull();
  expect(await decodeSessionToken(value, SECRET, later(LIFETIME_SECONDS + 5))).toBeNull();
});

test("a token that names no sign-in signs nobody in", async () => {
  for (const token of [{}, { sub: randomUUID() }, { sid: randomUUID() }, { sub: "1", sid: "2" }]) {
    const value = await encode({ token, secret: SECRET, maxAge: LIFETIME_SECONDS });
    expect(await decodeSessionToken(value, SECRET, NOW)).toBeNull();
  }
});

test("any text at all, and any change of a good token, signs nobody in and throws nothing", async () => {
  const token = { sub: randomUUID(), sid: randomUUID() };
  const good = await encode({ token, secret: SECRET, maxAge: LIFETIME_SECONDS });
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 5000 }), async (text) => {
      expect(await decodeSessionToken(text, SECRET, NOW)).toBeNull();
    }),
  );
  const position = fc.nat({ max: good.length - 1 });
  await fc.assert(
    fc.asyncProperty(position, fc.constantFrom("A", "z", ".", "!", ""), async (at, put) => {
      const changed = good.slice(0, at) + put + good.slice(at + 1);
      // The last character of a part may hold bits that no decoder reads.
      fc.pre(changed !== good && at < good.length - 1 && good.charAt(at + 1) !== ".");
      expect(await decodeSessionToken(changed, SECRET, NOW)).toBeNull();
    }),
  );
});
