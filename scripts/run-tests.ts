import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getOrInstallBrowser } from "./browser/install-browser";
import { BUILD_CANARIES } from "./check/build-canaries";
import { runCommands } from "./check/run-commands";
import { runStages, type Stage, toSummaryLines } from "./check/stages";
import {
  type EndToEnd,
  LINT,
  ROOT,
  TYPES,
  toDesk,
  toEndToEnd,
  toFastInDepth,
  toLongUnit,
  toUnit,
  toUnitOnPglite,
} from "./check/tools";
import { readOutcome, toSlowestLines, toTotalsLine } from "./check/totals";
import { buildIfNeeded } from "./serve/build";

/** `npm test` and, with `long`, `npm run test:long`, once everything is installed. */
async function runTests(isLong: boolean): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), "session-desk-reports-"));
  const stages = isLong ? listLongStages(reports) : listStages(reports);
  const results = await runStages(stages, console.log);
  const { totals, files } = readOutcome(reports);
  rmSync(reports, { recursive: true, force: true });

  console.log("\n--- The slowest files ---");
  for (const line of toSlowestLines(files)) console.log(line);
  console.log("\n--- Summary ---");
  for (const line of toSummaryLines(stages, results)) console.log(line);
  if (totals.passed + totals.failed > 0) console.log(toTotalsLine(totals));
  return results.find(({ code }) => code !== 0)?.code ?? 0;
}

/** What must be green before each commit. */
function listStages(reports: string): Stage[] {
  const at = (name: string) => join(reports, `${name}.json`);
  return [
    { name: "types", run: () => runCommands(TYPES) },
    { name: "format and lint", run: () => runCommands(LINT) },
    { name: "unit tests", run: () => runCommands(toUnit(at("unit"))) },
    BUILD,
    { name: "tests of the built desk", run: () => runCommands(toDesk("desk", at("desk"))) },
    { name: "end-to-end tests", run: () => runEndToEnd("playwright.config.ts", at("e2e")) },
  ];
}

/** What takes long, or was seen on Postgres alone. */
function listLongStages(reports: string): Stage[] {
  const at = (name: string) => join(reports, `${name}.json`);
  return [
    {
      name: "fast unit tests with many runs",
      run: () => runCommands(toFastInDepth(at("fast"))),
    },
    {
      name: "unit tests on the built-in database",
      run: () => runCommands(toUnitOnPglite(at("pglite"))),
    },
    { name: "long unit tests", run: () => runCommands(toLongUnit(at("long"))) },
    BUILD,
    { name: "all of the built desk", run: () => runCommands(toDesk("desk-long", at("desk"))) },
    {
      name: "long end-to-end tests",
      run: () => runEndToEnd("playwright-long.config.ts", at("e2e")),
    },
  ];
}

const BUILD: Stage = { name: "build", run: () => buildIfNeeded(ROOT, BUILD_CANARIES) };

async function runEndToEnd(config: EndToEnd["config"], reportFile: string): Promise<number> {
  const chromiumPath = getOrInstallBrowser();
  if (chromiumPath === null) return 1;
  return runCommands(toEndToEnd({ config, chromiumPath, reportFile }));
}

process.exit(await runTests(process.argv[2] === "long"));
