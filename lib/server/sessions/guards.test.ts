import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeStaff, startTestDesk, type TestDesk } from "../http/testing/desk";
import {
  type LoopbackServer,
  sendJson,
  startLoopbackServer,
} from "../upstream/testing/loopback-server";
import { makeId, makeWireAnswer, makeWireSession, WIRE_ERRORS } from "../upstream/testing/wire";
import { cancelSession } from "./cancel-session";
import { readSession } from "./read-session";

const ID = makeId("5");
const viewer = makeStaff("viewer");

let kayle: LoopbackServer;
let desk: TestDesk;
let status: number;
let body: unknown;

beforeEach(async () => {
  status = 200;
  body = makeWireAnswer(ID);
  kayle = await startLoopbackServer((_, response) => sendJson(response, status, body));
  desk = await startTestDesk(kayle.url);
});

afterEach(async () => {
  await desk.close();
  await kayle.close();
});

test("a cancel asks for the role itself, whoever calls it", async () => {
  await expect(cancelSession(ID, { reason: "x" }, { staff: viewer })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect(kayle.seen).toEqual([]);
});

describe("a read for a page", () => {
  test("gives the session and leaves one line in the log", async () => {
    const read = await readSession(ID, { staff: viewer });
    expect(read).toMatchObject({ ok: true, response: { data: makeWireSession(ID), error: null } });
    expect(desk.logLines).toHaveLength(1);
    expect(JSON.parse(desk.logLines[0] ?? "")).toMatchObject({
      route: "/sessions/[sessionId]",
      staffId: viewer.id,
      status: 200,
    });
  });

  test("gives a fault as a value, with the id under which it stands in the log", async () => {
    status = 401;
    body = WIRE_ERRORS.unauthorized;
    const read = await readSession(ID, { staff: viewer });
    if (read.ok) throw new Error("the read was to fail");
    expect(read).toMatchObject({ status: 502, error: { code: "UPSTREAM_UNAUTHORIZED" } });
    expect(JSON.parse(desk.logLines[0] ?? "")).toMatchObject({ requestId: read.error.requestId });
  });
});
