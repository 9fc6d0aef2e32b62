import { findBrowser } from "./find-browser";
import { listWays, tryWay } from "./install-browser";

const ADVICE = [
  "No Chromium was found and none could be installed. Do one of these and try again:",
  "  - npx playwright install --with-deps chromium",
  "  - install the package chromium (or google-chrome) of your system",
  "  - set CHROMIUM_PATH to the Chromium or Chrome that you have",
];

/** A Chromium for the end-to-end tests; says what it does, and what to do where it returns null. */
export async function getOrInstallBrowser(): Promise<string | null> {
  const chosen = process.env["CHROMIUM_PATH"];
  const found = findBrowser();
  if (found) {
    console.log(`Using ${found}`);
    return found;
  }
  if (chosen) {
    console.error(`CHROMIUM_PATH is ${chosen}, which is no Chromium that starts here.`);
    return null;
  }
  const installed = await installBrowser();
  if (!installed) for (const line of ADVICE) console.error(line);
  return installed;
}

async function installBrowser(): Promise<string | null> {
  for (const way of listWays()) {
    console.log(`No Chromium found; trying: ${way.name}`);
    const isDone = await tryWay(way);
    // It may be there all the same, or be there and lack a library: only a start tells.
    const found = findBrowser();
    if (found) {
      console.log(`Using ${found}`);
      return found;
    }
    console.log(isDone ? `${way.name}: it does not start here.` : `${way.name} did not work.`);
  }
  return null;
}
