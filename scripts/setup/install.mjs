import { runToEnd } from "./children.mjs";
import { isInstalled } from "./installed.mjs";

/**
 * Installs from the lockfile where node_modules is absent or not what the lockfile says.
 *
 * @param {string} root
 * @returns {Promise<number>} npm's exit code; 0 when there was nothing to do
 */
export async function installIfNeeded(root) {
  if (isInstalled(root)) return 0;
  console.log("Installing packages from the lockfile. The first time takes a minute or so.");
  const [command, first] = findNpm();
  // The build needs the development packages too, also where NODE_ENV=production would leave them out.
  const code = await runToEnd(
    command,
    [...first, "ci", "--include=dev", "--no-audit", "--no-fund"],
    {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  if (code !== 0) console.error(`Packages could not be installed: npm ci ended with code ${code}.`);
  return code;
}

/**
 * The npm that started us where there is one, so that no other npm on the path comes in between.
 *
 * @returns {[command: string, first: string[]]}
 */
function findNpm() {
  const cli = process.env.npm_execpath;
  return cli?.endsWith("npm-cli.js") ? [process.execPath, [cli]] : ["npm", []];
}
