import { beforeAll, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import {
  checkEveryKey,
  checkPages,
  checkTogether,
  checkWords,
  type World,
} from "./testing/check-agreement";
import { fillIndex, makeWorld } from "./testing/search-world";

const SETUP_MS = 120_000;
const RUNS_MS = 600_000;

describeOnEngine("the search, hundreds of times", (engine) => {
  const sessions = makeWorld(10);
  const world = (): World => ({ db: engine.opened().db, sessions });

  beforeAll(() => fillIndex(engine.opened().db, sessions), SETUP_MS);

  test("finds what the grammar says, for every key", () => checkEveryKey(world(), 40), RUNS_MS);

  test("finds words beside other conditions", () => checkWords(world(), 300), RUNS_MS);

  test(
    "finds what any conditions together say, in any order of the list",
    async () => {
      expect(await checkTogether(world(), 500)).toBeGreaterThan(1_000);
    },
    RUNS_MS,
  );

  test("gives every session once, page by page", () => checkPages(world(), 60), RUNS_MS);
});
