import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { prepareDesk } from "@/test/desk";
import { getDb } from "../db/get-db";
import { staffSignIns } from "../db/schema";
import { getEnv } from "../env";
import {
  addStaff,
  disableStaff,
  enableStaff,
  requireAccount,
  setStaffPassword,
  setStaffRole,
} from "../staff/manage-staff";
import { endSignInNow } from "./end-sign-in-now";
import { findSignInEnd } from "./find-sign-in-end";
import { readSignIn } from "./read-sign-in";
import { createSignIn } from "./sign-in-store";

const EMAIL = "ann@example.com";
const MINUTE = 60_000;
const START = Date.now();

let staffId = "";

prepareDesk();

beforeAll(async () => {
  const db = await getDb();
  await addStaff(db, {
    email: EMAIL,
    name: "Ann",
    role: "agent",
    password: "correct horse battery",
  });
  staffId = (await requireAccount(db, EMAIL)).id;
});

/** Signs Ann in at the start and gives the cookie, good for longer than the desk allows. */
async function signIn(): Promise<{ cookie: string; signInId: string }> {
  const signInId = await createSignIn(await getDb(), staffId, new Date(START));
  return { signInId, cookie: await toCookie(staffId, signInId) };
}

function toCookie(sub: string, sid: string): Promise<string> {
  return encode({ token: { sub, sid }, secret: getEnv().nextauthSecret, maxAge: 24 * 60 * 60 });
}

function readAt(cookie: string, sinceStartMs: number, background = false) {
  return readSignIn(cookie, { background, now: new Date(START + sinceStartMs) });
}

async function rowOf(signInId: string) {
  const db = await getDb();
  const [row] = await db.select().from(staffSignIns).where(eq(staffSignIns.id, signInId));
  return row;
}

test("thirty minutes without doing anything end a sign-in, for good", async () => {
  const { cookie, signInId } = await signIn();
  expect(await readAt(cookie, 29 * MINUTE)).not.toBeNull();
  expect(await readAt(cookie, 58 * MINUTE)).not.toBeNull();
  expect(await readAt(cookie, 88 * MINUTE)).toBeNull();
  expect(await readAt(cookie, 59 * MINUTE)).toBeNull();
  expect((await rowOf(signInId))?.endReason).toBe("idle");
});

test("the last act counts to the second, although it is written once a minute", async () => {
  const { cookie, signInId } = await signIn();
  await readAt(cookie, 50_000);
  expect((await rowOf(signInId))?.lastSeenAt.getTime()).toBe(START);
  expect(await readAt(cookie, 50_000 + 30 * MINUTE - 1)).not.toBeNull();
  expect((await rowOf(signInId))?.lastSeenAt.getTime()).toBe(START + 50_000 + 30 * MINUTE - 1);
});

test("polling by an open page keeps nobody signed in", async () => {
  const { cookie } = await signIn();
  for (let at = 0; at < 30; at += 1) expect(await readAt(cookie, at * MINUTE, true)).not.toBeNull();
  expect(await readAt(cookie, 30 * MINUTE, true)).toBeNull();
});

test("twelve hours end a sign-in, however busy it was", async () => {
  const { cookie, signInId } = await signIn();
  for (let at = 0; at < 12 * 60; at += 20) expect(await readAt(cookie, at * MINUTE)).not.toBeNull();
  expect(await readAt(cookie, 12 * 60 * MINUTE)).toBeNull();
  expect((await rowOf(signInId))?.endReason).toBe("expired");
});

test("a changed role, a closed account and an ended sign-in count within five seconds", async () => {
  const db = await getDb();
  const { cookie, signInId } = await signIn();
  expect(await readAt(cookie, 0)).toMatchObject({ role: "agent", signInId });
  await setStaffRole(db, EMAIL, "viewer");
  expect(await readAt(cookie, 5_000)).toMatchObject({ role: "viewer" });
  await db.update(staffSignIns).set({ endedAt: new Date() }).where(eq(staffSignIns.id, signInId));
  expect(await readAt(cookie, 10_000)).toBeNull();

  const other = await signIn();
  expect(await readAt(other.cookie, 0)).not.toBeNull();
  await disableStaff(db, EMAIL, new Date());
  expect(await readAt(other.cookie, 5_000)).toBeNull();
  await enableStaff(db, EMAIL);
  expect(await readAt(other.cookie, 10_000)).toBeNull();
});

test("a sign-in that ends in this process ends at once, not five seconds later", async () => {
  const { cookie, signInId } = await signIn();
  expect(await readAt(cookie, 0)).not.toBeNull();
  await endSignInNow(signInId, "signed_out");
  expect(await readAt(cookie, 1)).toBeNull();
});

test("a new password ends every sign-in that began with the old one", async () => {
  const { cookie } = await signIn();
  await setStaffPassword(await getDb(), EMAIL, "another long password", new Date());
  expect(await readAt(cookie, 0)).toBeNull();
});

test("a token that pairs a sign-in with somebody else signs nobody in", async () => {
  const { signInId } = await signIn();
  expect(await readAt(await toCookie(randomUUID(), signInId), 0)).toBeNull();
  expect(await readAt(await toCookie(staffId, randomUUID()), 0)).toBeNull();
});

test("the holder of its cookie, and nobody else, is told how a sign-in ended", async () => {
  const { cookie, signInId } = await signIn();
  const endAt = (value: string, ms: number) =>
    findSignInEnd(`next-auth.session-token=${value}`, new Date(START + ms));
  expect(await endAt(cookie, 0)).toBeNull();
  expect(await endAt(cookie, 30 * MINUTE)).toBe("idle");
  expect(await endAt(cookie, 12 * 60 * MINUTE)).toBe("expired");
  await endSignInNow(signInId, "provider");
  expect(await endAt(cookie, 0)).toBe("provider");
  expect(await endAt(await toCookie(randomUUID(), signInId), 0)).toBeNull();
  expect(await endAt(signInId, 0)).toBeNull();
});
