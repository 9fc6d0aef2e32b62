import { COMPANY } from "../fixtures/servers";
import { getEmptyDataDir } from "./data-dir";
import { COMPANY_ENV } from "./desk-env";

/** A desk that nobody has an account at yet: the company's provider says who may come in. */
Object.assign(process.env, COMPANY_ENV, { DESK_DATA_DIR: getEmptyDataDir(COMPANY.port) });
await import("../../scripts/start.mjs");
