import { fileURLToPath } from "node:url";
import { addAccounts } from "../../e2e/setup/add-accounts";
import { getConfiguration } from "../../scripts/serve/configuration";
import { startDesk } from "../../scripts/serve/desk";
import { copyBuildWithoutProxy } from "./build-without-proxy";

/** A desk of the same build without `proxy.ts`; its only argument is where that build goes. */
addAccounts();
const folder = process.argv[2] ?? "";
copyBuildWithoutProxy(fileURLToPath(new URL("../..", import.meta.url)), folder);
process.chdir(folder);
await startDesk(getConfiguration(process.env, null), false);
console.log("The desk without proxy.ts is ready");
