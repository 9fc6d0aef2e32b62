import { DEMO } from "../fixtures/servers";
import { getEmptyDataDir } from "./data-dir";
import { DEMO_ENV } from "./desk-env";

/** The desk in demo mode with its sandbox, through the very command that people start it with. */
Object.assign(process.env, DEMO_ENV, { DESK_DATA_DIR: getEmptyDataDir(DEMO.port) });
await import("../../scripts/start.mjs");
