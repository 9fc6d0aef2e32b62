import { beforeEach, expect, test } from "vitest";
import { describeOn } from "@/test/engines";
import { toAccessLogKey } from "./access-chain";
import { createAccessWriter } from "./access-writer";
import { runAuditCommand } from "./audit-command";
import { appendMany, tamper, toTestEntry } from "./testing/entries";

const SECRET = "what-people-are-signed-in-with-0123";
const OWN_KEY = "a-key-of-the-access-log-alone-01234";

// On Postgres, which the command can open beside the tests.
describeOn("postgres", "npm run audit", (engine) => {
  const db = () => engine.opened().db;

  beforeEach(async () => {
    await tamper(db(), "delete from access_log");
    await appendMany(createAccessWriter(db(), toAccessLogKey(SECRET)), 5);
  });

  async function run(args: readonly string[], variables: Record<string, string> = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runAuditCommand(args, {
      env: { DATABASE_URL: engine.env().databaseUrl ?? "", NEXTAUTH_SECRET: SECRET, ...variables },
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
    });
    return { code, out: out.join(""), err: err.join("") };
  }

  test("verify is content with a whole log, also by the head that head prints", async () => {
    const head = await run(["head"]);
    expect(head.out).toMatch(/^5:[0-9a-f]{64}\n$/);
    const verified = await run(["verify", "--expect", head.out.trim()]);
    expect(verified).toMatchObject({ code: 0, err: "" });
    expect(verified.out).toBe(`The access log is whole: 5 rows, the last one ${head.out}`);
  });

  test("verify names what is wrong and ends with 1", async () => {
    await tamper(db(), "update access_log set role = 'admin' where no = 2");
    const verified = await run(["verify"]);
    expect(verified.code).toBe(1);
    expect(verified.out).toContain("NOT whole");
    expect(verified.err).toBe("Row 2 was changed: not what was sealed.\n");
  });

  test("verify finds an end that was cut off, by the head that was kept", async () => {
    const head = (await run(["head"])).out.trim();
    await tamper(db(), "delete from access_log where no > 3");
    expect((await run(["verify"])).code).toBe(0);
    expect(await run(["verify", "--expect", head])).toMatchObject({
      code: 1,
      err: expect.stringContaining("was cut off"),
    });
  });

  test("verify takes the key of its own and the secrets that sealed before it", async () => {
    await createAccessWriter(db(), toAccessLogKey(OWN_KEY)).append(toTestEntry(6));
    const changed = { ACCESS_LOG_KEY: OWN_KEY };
    expect((await run(["verify"], changed)).code).toBe(1);
    const older = "x".repeat(40);
    const withPrevious = { ...changed, ACCESS_LOG_PREVIOUS_KEYS: `${SECRET} ${older}` };
    expect(await run(["verify"], withPrevious)).toMatchObject({ code: 0, err: "" });
  });

  test("verify without any key says which is missing, and prints none", async () => {
    const verified = await run(["verify"], { NEXTAUTH_SECRET: "" });
    expect(verified.code).toBe(1);
    expect(verified.err).toMatch(/^Neither ACCESS_LOG_KEY nor NEXTAUTH_SECRET is set\./);
    expect((await run(["head"], { NEXTAUTH_SECRET: "" })).code).toBe(0);
  });

  test("words that are not understood change nothing and end with 2", async () => {
    const misread = [["what"], ["head", "more"], ["verify", "--expect", "5:abc"], ["verify", "5"]];
    for (const args of misread) {
      const answer = await run(args);
      expect(answer.code, args.join(" ")).toBe(2);
      expect(answer.err).toContain("Usage: npm run audit");
    }
  });
});
