import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getConfiguration } from "../../scripts/serve/configuration";
import { startDesk } from "../../scripts/serve/desk";
import { BARE } from "../fixtures/servers";
import { addAccounts } from "./add-accounts";
import { copyBuildWithoutProxy } from "./build-without-proxy";
import { getEmptyDataDir } from "./data-dir";
import { BARE_ENV } from "./desk-env";

/** A desk of the same build without `proxy.ts`, which a test starts by itself. */
Object.assign(process.env, BARE_ENV, { DESK_DATA_DIR: getEmptyDataDir(BARE.port) });
addAccounts();
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(tmpdir(), `session-desk-e2e-${BARE.port}-build`);
copyBuildWithoutProxy(root, folder);
process.chdir(folder);
await startDesk(getConfiguration(process.env, null), false);
console.log("The desk without proxy.ts is ready");
