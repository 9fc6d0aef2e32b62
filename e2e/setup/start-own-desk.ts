import { OWN } from "../fixtures/servers";
import { addAccounts } from "./add-accounts";
import { getDataDir, getEmptyDataDir } from "./data-dir";
import { OWN_ENV } from "./desk-env";

/** A desk that a test starts by itself; with `again`, one that was here before and goes on. */
const isAgain = process.argv.includes("again");
const DESK_DATA_DIR = isAgain ? getDataDir(OWN.port) : getEmptyDataDir(OWN.port);
Object.assign(process.env, OWN_ENV, { DESK_DATA_DIR });
if (!isAgain) addAccounts(["agent"]);
await import("../../scripts/start.mjs");
