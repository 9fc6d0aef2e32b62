import "server-only";
import type { ServerResponse } from "node:http";
import { expect, onTestFinished } from "vitest";
import { errorResponseSchema } from "@/lib/contracts/api";
import {
  type LoopbackServer,
  type SeenRequest,
  startLoopbackServer,
} from "../../upstream/testing/loopback-server";
import { startTestDesk, TEST_API_KEY, TEST_WRITE_API_KEY, type TestDesk } from "./desk";

/** Stands wherever Kayle might send a `cancel_token`; it must turn up nowhere. */
export const SECRET_TOKEN = "ct_OneShotS3cret";

export type KayleAnswer = (
  request: SeenRequest,
  response: ServerResponse,
  count: number,
) => unknown;

/** A desk in front of a Kayle that answers as `answer` says; both end with the test. */
export async function setUpDesk(
  answer: KayleAnswer,
  variables: Record<string, string> = {},
): Promise<{ desk: TestDesk; kayle: LoopbackServer; lastLogLine: () => Record<string, unknown> }> {
  const kayle = await startLoopbackServer((...call) => void answer(...call));
  const desk = await startTestDesk(kayle.url, { UPSTREAM_TIMEOUT_MS: "800", ...variables });
  onTestFinished(async () => {
    await desk.close();
    await kayle.close();
    const everything = desk.logLines.join("\n");
    expect(everything).not.toContain(TEST_API_KEY);
    expect(everything).not.toContain(TEST_WRITE_API_KEY);
    expect(everything).not.toContain(SECRET_TOKEN);
    expect(everything).not.toContain("desk.example");
  });
  return { desk, kayle, lastLogLine: () => JSON.parse(desk.logLines.at(-1) ?? "{}") };
}

/** The error of an answer, which must be in the desk's envelope and hold nothing else. */
export async function errorOf(response: Response) {
  const text = await response.text();
  expect(text).not.toContain(TEST_API_KEY);
  expect(text).not.toContain(TEST_WRITE_API_KEY);
  const { error } = errorResponseSchema.parse(JSON.parse(text));
  expect(response.headers.get("x-request-id")).toBe(error.requestId);
  return error;
}
