import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLogger } from "./logger";

function logLine(fields: object): string {
  let text = "";
  const sink = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  createLogger("info", sink).info(fields, "a line");
  return text;
}

test.each([
  { authorization: "SECRET" },
  { headers: { authorization: "SECRET", cookie: "SECRET", "set-cookie": "SECRET" } },
  { upstream: { body: { cancel_token: "SECRET" } } },
  { key: "SECRET", env: { kayleApiKey: "SECRET", nextauthSecret: "SECRET" } },
  { password: "SECRET", form: { csrfToken: "SECRET" } },
])("a secret in a log line is cut out: %j", (fields) => {
  const line = logLine(fields);
  expect(line).not.toContain("SECRET");
  expect(line).toContain("[redacted]");
});

test("a log line is one JSON object with level, time and message, and names no host", () => {
  const parsed: unknown = JSON.parse(logLine({ staffId: "s1" }));
  expect(parsed).toMatchObject({ level: "info", msg: "a line", staffId: "s1" });
  expect(parsed).not.toHaveProperty("hostname");
});
