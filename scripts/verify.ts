import { captureCommands } from "./check/run-commands";
import { FAST_UNIT, LINT, TYPES } from "./check/tools";

/** `npm run verify`: the quick checks, all at once, each told when it is done. */
const CHECKS = { "format and lint": LINT, types: TYPES, "fast unit tests": FAST_UNIT };

async function verify(): Promise<number> {
  const start = performance.now();
  const codes = await Promise.all(
    Object.entries(CHECKS).map(async ([name, commands]) => {
      const { code, output } = await captureCommands(commands);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const outcome = code === 0 ? "passed" : `FAILED with exit code ${code}`;
      console.log(`\n--- ${name}: ${outcome} after ${seconds} s ---\n${output.trim()}`);
      return { name, code };
    }),
  );
  const failed = codes.filter(({ code }) => code !== 0);
  console.log(
    failed.length === 0 ? "\nAll passed" : `\nFAILED: ${failed.map(({ name }) => name).join(", ")}`,
  );
  return failed.length === 0 ? 0 : 1;
}

process.exit(await verify());
