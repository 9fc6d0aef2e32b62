import "server-only";

/** Another process has the data folder open. The message is one line for the operator. */
export class DataDirLockedError extends Error {
  constructor(folder: string, pid: number | null) {
    const who = pid === null ? "Another desk" : `Another desk (process ${pid})`;
    super(`${who} already uses ${folder}. Stop it, or set DESK_DATA_DIR or DATABASE_URL.`);
    this.name = "DataDirLockedError";
  }
}
