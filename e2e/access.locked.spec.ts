import { expect, test } from "@playwright/test";
import { checkMatrix, checkOrigins, checkPositives, checkVariants } from "./fixtures/access-checks";
import { ACCESS } from "./fixtures/access-table";
import { makeAccessWorld } from "./fixtures/access-world";
import { DEMO_ACCOUNTS } from "./fixtures/accounts";
import { readBuiltPages, readBuiltRoutes } from "./fixtures/built-routes";
import { CANARIES } from "./fixtures/canaries";
import { DEMO } from "./fixtures/servers";

const world = makeOnce(() => makeAccessWorld(DEMO.url, DEMO_ACCOUNTS, CANARIES.nextauthSecret));

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
  await checkPositives(await world());
});

test("every route and method gives nothing to who may not, and safe headers to everybody", async () => {
  const { asked, faults } = await checkMatrix(await world());
  console.log(`${asked} requests: every route and method by everybody`);
  expect(faults).toEqual([]);
});

test("a change is taken from the desk's own pages as JSON, and no other way", async () => {
  expect(await checkOrigins(await world())).toEqual([]);
});

test("no header and no spelling of a path opens what is closed", async () => {
  const { asked, faults } = await checkVariants(await world());
  console.log(`${asked} requests: every route by whoever may not, in other words`);
  expect(faults).toEqual([]);
});

function makeOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
