import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestDesk, type TestDesk } from "../http/testing/desk";
import { tellWriteAccess } from "./tell-write-access";

let desk: TestDesk;

beforeEach(async () => {
  desk = await startTestDesk("http://127.0.0.1:1");
});
afterEach(() => desk.close());

const KEY = "kk_of_this_test";

test("the start says once that the desk may only read", () => {
  tellWriteAccess({ kayleApiKey: KEY, kayleWriteApiKey: null });
  expect(desk.logLines).toHaveLength(1);
  expect(JSON.parse(desk.logLines[0] ?? "")).toMatchObject({ level: "info" });
  expect(desk.logLines[0]).toContain("may only read");
});

test("the start warns once of one key for both, and prints none", () => {
  tellWriteAccess({ kayleApiKey: KEY, kayleWriteApiKey: KEY });
  expect(desk.logLines).toHaveLength(1);
  expect(JSON.parse(desk.logLines[0] ?? "")).toMatchObject({ level: "warn" });
  expect(desk.logLines[0]).not.toContain(KEY);
});

test("the start has nothing to say of two keys", () => {
  tellWriteAccess({ kayleApiKey: KEY, kayleWriteApiKey: "kk_another" });
  expect(desk.logLines).toEqual([]);
});
