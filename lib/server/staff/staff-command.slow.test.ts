import { PassThrough } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import { prepareDesk } from "@/test/desk";
import { TEST_ENGINE } from "@/test/engines";
import { listRowsAfter } from "../audit/access-store";
import { verifyPassword } from "../auth/passwords";
import { closeDb, getDatabase, getDb } from "../db/get-db";
import { runStaffCommand, type StaffIo } from "./staff-command";
import { findStaffByEmail } from "./staff-store";

const PASSWORD = "correct horse battery";

prepareDesk();

// The command opens the folder itself, as it would with the desk stopped.
beforeEach(() => closeDb());

async function run(
  args: string[],
  input = "",
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const stdin = new PassThrough();
  stdin.end(input);
  const code = await runStaffCommand(args, toIo(stdin, written));
  return { code, ...written };
}

/** Streams as of a pipe: a PassThrough has all that is used of them. */
function toIo(stdin: PassThrough, written: { out: string; err: string }): StaffIo {
  const stdout = new PassThrough().on("data", (text) => {
    written.out += String(text);
  });
  const stderr = new PassThrough().on("data", (text) => {
    written.err += String(text);
  });
  return { stdin, stdout, stderr } as unknown as StaffIo;
}

async function accountOf(email: string) {
  const account = await findStaffByEmail(await getDb(), email);
  await closeDb();
  return account;
}

test("an account is added with the password from the pipe, and listed without it", async () => {
  const added = await run(
    ["add", "Ann@Example.com", "agent", "Ann", "Other"],
    `${PASSWORD}\nmore\n`,
  );
  expect(added).toEqual({ code: 0, out: "ann@example.com may sign in as agent.\n", err: "" });
  const account = await accountOf("ann@example.com");
  expect(account).toMatchObject({ name: "Ann Other", role: "agent", isDemo: false });
  expect(account?.passwordHash).toMatch(/^\$argon2id\$/);
  expect(await verifyPassword(account?.passwordHash ?? null, PASSWORD)).toBe(true);
  const list = await run(["list"]);
  expect(list.out).toMatch(
    /^E-mail +Role +State +Since +Name\nann@example\.com +agent +open +\d{4}-/,
  );
  expect(list.out).not.toContain("argon2");
});

test("role, password, disable and enable change that account alone", async () => {
  expect(await run(["role", "ann@example.com", "lead"])).toMatchObject({ code: 0 });
  expect(await run(["password", "ann@example.com"], "another long password")).toMatchObject({
    code: 0,
  });
  expect(await run(["disable", "ANN@example.com"])).toMatchObject({ code: 0 });
  const closed = await accountOf("ann@example.com");
  expect(closed).toMatchObject({ role: "lead", disabledAt: expect.any(Date) });
  expect(await verifyPassword(closed?.passwordHash ?? null, "another long password")).toBe(true);
  expect(await run(["enable", "ann@example.com"])).toMatchObject({ code: 0 });
  expect(await accountOf("ann@example.com")).toMatchObject({ disabledAt: null });
});

test("an account is given to the company's sign-in: no password opens it any more", async () => {
  await run(["add", "cleo@example.com", "agent", "Cleo"], `${PASSWORD}\n`);
  expect(await run(["company", "cleo@example.com"])).toMatchObject({ code: 0 });
  const account = await accountOf("cleo@example.com");
  expect(account?.passwordHash).toBe("");
  expect(await verifyPassword(account?.passwordHash ?? null, PASSWORD)).toBe(false);
});

test("each change is in the access log, made by the operator, and a refused one is not", async () => {
  const { db } = await getDatabase();
  const rows = await listRowsAfter(db, 0, 100);
  await closeDb();
  const made = rows.map(({ event, staffName, details }) => [event, staffName, details["change"]]);
  const changes = ["add", "role", "password", "close", "open", "add", "company"];
  expect(made).toEqual(
    changes.map((change) => ["staff_change", "operator (command line)", change]),
  );
  expect(JSON.stringify(rows)).not.toMatch(/correct horse|another long/);
});

test.each([
  [["add", "ann@example.com", "agent", "Ann"], PASSWORD, "already"],
  [["add", "new@example.com", "agent", "New"], "short", "12 characters"],
  [["add", "new@example.com", "king", "New"], PASSWORD, "not a role"],
  [["add", "no-address", "agent", "New"], PASSWORD, "not an e-mail address"],
  [["password", "nobody@example.com"], PASSWORD, "no account"],
  [["disable", "nobody@example.com"], "", "no account"],
])("%j is refused in one line with code 1", async (args, input, words) => {
  const { code, out, err } = await run(args, input);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toContain(words);
  expect(err.trimEnd()).not.toContain("\n");
});

test.each([[["bogus"]], [["add", "ann@example.com"]], [["list", "all"]], [["disable"]]])(
  "%j is not understood: the usage and code 2",
  async (args) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain("npm run staff -- add <email> <role> <name>");
  },
);

test("a password is never taken from an argument", async () => {
  expect(await run(["password", "ann@example.com", PASSWORD])).toMatchObject({ code: 2 });
});

if (TEST_ENGINE === "postgres") {
  test("on Postgres people are added while the desk runs", async () => {
    await getDb();
    const added = await run(["add", "beside@example.com", "lead", "Beside"], `${PASSWORD}\n`);
    expect(added.code).toBe(0);
    expect(await findStaffByEmail(await getDb(), "beside@example.com")).toMatchObject({
      role: "lead",
    });
  });
} else {
  test("while a desk has the folder open, one line says so", async () => {
    await getDb();
    const { code, err } = await run(["list"]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^Another desk \(process \d+\) already uses .+\. Stop it, or set DESK_DATA_DIR/,
    );
    expect(err.trimEnd()).not.toContain("\n");
  });
}
