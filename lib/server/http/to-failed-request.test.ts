import { describe, expect, test } from "vitest";
import { ERROR_CODE_NAMES, ERROR_CODES } from "@/lib/contracts/error-codes";
import { DeskError } from "./desk-error";
import { toFailedRequest } from "./to-failed-request";

describe("a fault as an answer", () => {
  test.each(ERROR_CODE_NAMES)("%s has the status and the words of the table", (code) => {
    const failed = toFailedRequest(new DeskError(code, { logDetail: "for the log" }), "req_1");
    const { status, message, hint } = ERROR_CODES[code];
    expect(failed.status).toBe(status);
    expect(failed.error).toEqual({ code, message, hint, requestId: "req_1" });
  });

  test("is recognised although it was thrown by another copy of this module", () => {
    const foreign = Object.assign(new Error("NOT_FOUND"), {
      [Symbol.for("session-desk.error")]: true,
      code: "NOT_FOUND",
      logDetail: "elsewhere",
    });
    expect(toFailedRequest(foreign, "req_1")).toMatchObject({
      status: 404,
      logDetail: "elsewhere",
    });
  });

  test("says INTERNAL and nothing else when nobody foresaw it", () => {
    const cause = Object.assign(new Error("row: jane@example.test"), { code: "23505" });
    const unforeseen = new TypeError("SELECT 'kk_secret'\n    at fake (secret.ts:1:1)", { cause });
    const failed = toFailedRequest(unforeseen, "req_1");
    expect(failed).toMatchObject({ status: 500, error: { code: "INTERNAL" } });
    expect(JSON.stringify(failed)).not.toMatch(/kk_secret|jane|SELECT|secret\.ts/);
    expect(JSON.stringify(failed.error)).not.toContain("to-failed-request");
    expect(failed.logDetail).toMatch(/^TypeError caused by Error 23505\n\s+at /);
  });

  test.each([["a string"], [null], [undefined], [{ code: "NOT_FOUND" }]])(
    "says INTERNAL when %j was thrown",
    (thrown) => {
      expect(toFailedRequest(thrown, "req_1").error.code).toBe("INTERNAL");
    },
  );
});
