import { expect, it } from "vitest";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "@/lib/server/staff/demo-accounts";
import { toDemoLines } from "./ready-lines";

it("the accounts that the start prints are those that the desk makes", () => {
  const lines = toDemoLines().join("\n");
  expect(lines).toContain(DEMO_PASSWORD);
  expect(lines.match(/\S+@\S+/g)).toEqual(DEMO_ACCOUNTS.map(({ email }) => email));
});
