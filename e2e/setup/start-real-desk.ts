import { REAL } from "../fixtures/servers";
import { addAccounts } from "./add-accounts";
import { getEmptyDataDir } from "./data-dir";
import { REAL_ENV } from "./desk-env";

/** The desk in real mode, prepared and started as its operator would. */
Object.assign(process.env, REAL_ENV, { DESK_DATA_DIR: getEmptyDataDir(REAL.port) });
addAccounts();
await import("../../scripts/start.mjs");
