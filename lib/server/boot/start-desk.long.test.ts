import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { DEMO, EXIT_LIKE_NEXT, spawnDesk } from "@/test/boot/spawn-desk";
import { ENGINES } from "@/test/engines";
import { createTestDatabase } from "@/test/test-database";

const WAYS = ENGINES.flatMap((engine) => [
  { engine, how: "once the last answer is out", after: EXIT_LIKE_NEXT },
  { engine, how: "even when an answer never finishes", after: "" },
]);

test.each(WAYS)(
  "SIGTERM ends the desk within five seconds $how, $engine",
  async ({ engine, after }) => {
    const { variables, drop } = await createTestDatabase(engine);
    onTestFinished(drop);
    const child = spawnDesk({ ...DEMO, ...variables }, after);
    await once(child.stdout, "data");
    const startedAt = performance.now();
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  },
);
