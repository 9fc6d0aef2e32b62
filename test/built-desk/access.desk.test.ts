import { expect, inject, test } from "vitest";
import { DEMO_ACCOUNTS } from "@/e2e/fixtures/accounts";
import { CANARIES } from "@/e2e/fixtures/canaries";
import { checkMatrix, checkOrigins, checkPositives, checkVariants } from "./access-checks";
import { ACCESS } from "./access-table";
import { makeAccessWorld } from "./access-world";
import { readBuiltPages, readBuiltRoutes } from "./built-routes";

const { url: desk, sandboxUrl } = inject("builtDesk");
/** For each test anew: asking everything also ends sign-ins. */
function makeWorld() {
  return makeAccessWorld({ desk, sandboxUrl }, DEMO_ACCOUNTS, CANARIES.nextauthSecret);
}

test("everything that was built stands in the table of who may, and the other way round", () => {
  const built = readBuiltRoutes();
  const listed = ACCESS.map(({ route }) => route);
  expect(built.filter((route) => !listed.includes(route))).toEqual([]);
  const missing = listed.filter((route) => !built.includes(route));
  expect(missing).toEqual([]);
  const older = readBuiltPages();
  expect(older.filter((page) => !/^\/(?:404|500|_app|_document|_error)$/.test(page))).toEqual([]);
});

test("whoever may gets what the others are refused", async () => {
  await checkPositives(await makeWorld());
});

test("every route and method gives nothing to who may not, and safe headers to everybody", async () => {
  const { asked, faults } = await checkMatrix(await makeWorld());
  console.log(`${asked} requests: every route and method by everybody`);
  expect(faults).toEqual([]);
});

test("a change is taken from the desk's own pages as JSON, and no other way", async () => {
  expect(await checkOrigins(await makeWorld())).toEqual([]);
});

test("no header and no spelling of a path opens what is closed", async () => {
  const { asked, faults } = await checkVariants(await makeWorld());
  console.log(`${asked} requests: every route by whoever may not, in other words`);
  expect(faults).toEqual([]);
});
