import { beforeEach, expect, test } from "vitest";
import { writeOncePerView } from "./open-views";
import { forgetOpenViews } from "./testing/open-views";

const HOUR_MS = 3_600_000;

let written = 0;
const write = async () => {
  written += 1;
};
const fail = () => Promise.reject(new Error("no room"));

beforeEach(() => {
  forgetOpenViews();
  written = 0;
});

test("a person's asking is written each time, what belongs to it never", async () => {
  for (const asking of ["person", "part", "part", "person", "part"] as const) {
    await writeOncePerView("a", asking, write, 0);
  }
  expect(written).toBe(2);
});

test("a view counts for twelve hours, however often its page asks", async () => {
  await writeOncePerView("a", "person", write, 0);
  await writeOncePerView("a", "part", write, 6 * HOUR_MS);
  await writeOncePerView("a", "part", write, 12 * HOUR_MS - 1);
  expect(written).toBe(1);
  await writeOncePerView("a", "part", write, 12 * HOUR_MS);
  expect(written).toBe(2);
});

test("a part that was faster than its person is the same act, once and for moments", async () => {
  await writeOncePerView("a", "part", write, 0);
  await writeOncePerView("a", "person", write, 4_999);
  expect(written).toBe(1);
  await writeOncePerView("a", "person", write, 4_999);
  expect(written).toBe(2);
  await writeOncePerView("b", "part", write, 0);
  await writeOncePerView("b", "person", write, 5_000);
  expect(written).toBe(4);
});

test("what could not be written is remembered by nobody, and whoever waited for it fails too", async () => {
  const both = [writeOncePerView("a", "person", fail), writeOncePerView("a", "part", write)];
  const [one, other] = await Promise.allSettled(both);
  expect([one?.status, other?.status]).toEqual(["rejected", "rejected"]);
  expect(written).toBe(0);
  await writeOncePerView("a", "part", write);
  expect(written).toBe(1);
});

test("a crowd of sign-ins makes it forget the oldest, which are then written again", async () => {
  await writeOncePerView("first", "person", write);
  for (let n = 0; n < 50_000; n++) await writeOncePerView(`s${n}`, "part", write);
  written = 0;
  await writeOncePerView("first", "part", write);
  expect(written).toBe(1);
});
