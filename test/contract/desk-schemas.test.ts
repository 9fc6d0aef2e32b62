import { describe, expect, it } from "vitest";
import {
  parseUpstreamSession,
  upstreamErrorAnswerSchema,
  upstreamRowListAnswerSchema,
  upstreamSessionAnswerSchema,
  upstreamValidationAnswerSchema,
} from "@/lib/contracts/upstream";
import { readObserved } from "../replay/observed";
import { hasUpstreamFiles, OBSERVED_PATH } from "./upstream-files";

const SUITE = "the desk's schemas against the recorded server";
const isThere = hasUpstreamFiles(SUITE);

describe.skipIf(!isThere)(SUITE, () => {
  const records = isThere ? readObserved(OBSERVED_PATH) : [];
  const ofJson = records.filter((record) => typeof record.body === "object");
  const isSession = /^\/v1\/sessions\/[^/]+$/;
  const pathOf = (path: string) => path.split("?")[0] ?? "";

  it("accept every recorded session and know every field of it", () => {
    const sessions = ofJson.filter(
      ({ request, status }) => status === 200 && isSession.test(pathOf(request.path)),
    );
    expect(sessions.length).toBeGreaterThan(50);
    for (const { name, body } of sessions) {
      const { data } = upstreamSessionAnswerSchema.parse(body);
      expect([name, parseUpstreamSession(data)]).toEqual([
        name,
        { session: data, unknownFields: [] },
      ]);
    }
  });

  it("accept every recorded list and each of its rows", () => {
    const lists = ofJson.filter(
      ({ request, status }) => status === 200 && pathOf(request.path) === "/v1/sessions",
    );
    expect(lists.length).toBeGreaterThan(20);
    for (const { body } of lists) {
      const { data } = upstreamRowListAnswerSchema.parse(body);
      for (const row of data) expect(parseUpstreamSession(row).unknownFields).toEqual([]);
    }
  });

  it("accept every recorded error in one of its two shapes", () => {
    const errors = ofJson.filter(({ status }) => status >= 400);
    expect(errors.length).toBeGreaterThan(80);
    for (const { status, body } of errors) {
      const schema = status === 400 ? upstreamValidationAnswerSchema : upstreamErrorAnswerSchema;
      expect(schema.safeParse(body).success).toBe(true);
    }
  });
});
