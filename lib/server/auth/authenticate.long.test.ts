import { beforeAll, expect, test } from "vitest";
import { prepareDesk } from "@/test/desk";
import { getDb } from "../db/get-db";
import { addStaff, disableStaff } from "../staff/manage-staff";
import { authenticate } from "./authenticate";

const ROUNDS = 15;
const NOTICEABLE = 0.2;
const PASSWORD = "correct horse battery";

prepareDesk();

beforeAll(async () => {
  const db = await getDb();
  for (const email of ["ann@example.com", "closed@example.com"]) {
    await addStaff(db, { email, name: "Ann", role: "agent", password: PASSWORD });
  }
  await disableStaff(db, "closed@example.com", new Date());
});

async function timeAttempt(email: string, round: number): Promise<number> {
  // Each from a client of its own, so that none is told to wait.
  const attempt = { email, password: "wrong password", client: `client ${round}`, requestId: null };
  const startedAt = performance.now();
  const outcome = await authenticate(attempt, new Date());
  expect(outcome).toEqual({ kind: "refused" });
  return performance.now() - startedAt;
}

test("an unknown address and a closed account take as long as a wrong password", async () => {
  const emails = ["ann@example.com", "closed@example.com", "nobody@example.com"];
  const times = new Map<string, number[]>(emails.map((email) => [email, []]));
  await timeAttempt("warm-up@example.com", 0);
  // Taken in turns, so that a busy moment of the machine falls on all three alike.
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const email of emails) times.get(email)?.push(await timeAttempt(email, round));
  }
  // The quickest of many: another process may take the machine for a moment, but gives none away.
  const [wrong = 0, ...others] = emails.map((email) => Math.min(...(times.get(email) ?? [])));
  for (const other of others) expect(Math.abs(other - wrong) / wrong).toBeLessThan(NOTICEABLE);
});
