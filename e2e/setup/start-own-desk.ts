import { addAccounts } from "./add-accounts";
import { getDataDir, getEmptyDataDir } from "./data-dir";
import { toOwnEnv } from "./desk-env";

/** A desk that a file of tests starts by itself; with `again`, one that was here before and goes on. */
const port = Number(process.argv[2]);
const isAgain = process.argv[3] === "again";
const DESK_DATA_DIR = isAgain ? getDataDir(port) : getEmptyDataDir(port);
Object.assign(process.env, toOwnEnv(port), { DESK_DATA_DIR });
if (!isAgain) addAccounts(["agent"]);
await import("../../scripts/start.mjs");
