import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getOrInstallBrowser } from "./browser/get-or-install-browser";
import { BUILD_CANARIES } from "./check/build-canaries";
import { runCommands } from "./check/run-commands";
import { runStages, type Stage, toSummaryLines } from "./check/stages";
import { LINT, ROOT, TYPES, toEndToEnd, toReportedUnit } from "./check/tools";
import { addTotals, readEndToEndTotals, readUnitTotals, toTotalsLine } from "./check/totals";
import { buildIfNeeded } from "./serve/build";

/** `npm test`, once everything is installed: every check there is, on what is checked out. */
async function runTests(): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), "session-desk-reports-"));
  const unitReport = join(reports, "unit.json");
  const endToEndReport = join(reports, "e2e.json");
  const stages = listStages(unitReport, endToEndReport);
  const results = await runStages(stages, console.log);

  console.log("\n--- Summary ---");
  for (const line of toSummaryLines(stages, results)) console.log(line);
  const totals = addTotals(readUnitTotals(unitReport), readEndToEndTotals(endToEndReport));
  if (totals.passed + totals.failed > 0) console.log(toTotalsLine(totals));
  rmSync(reports, { recursive: true, force: true });
  return results.find(({ code }) => code !== 0)?.code ?? 0;
}

function listStages(unitReport: string, endToEndReport: string): Stage[] {
  let browser = "";
  return [
    {
      name: "browser",
      run: async () => {
        const found = await getOrInstallBrowser();
        browser = found ?? "";
        return found === null ? 1 : 0;
      },
    },
    { name: "types", run: () => runCommands(TYPES) },
    { name: "format and lint", run: () => runCommands(LINT) },
    { name: "unit tests", run: () => runCommands(toReportedUnit(unitReport)) },
    { name: "build", run: () => buildIfNeeded(ROOT, BUILD_CANARIES) },
    { name: "end-to-end tests", run: () => runCommands(toEndToEnd(browser, endToEndReport)) },
  ];
}

process.exit(await runTests());
