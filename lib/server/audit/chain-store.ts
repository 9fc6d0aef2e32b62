import "server-only";
import type { Db } from "../db/db";
import type { AccessRow } from "./access-row";

/** Where the rows of the chain go. */
export type ChainStore = {
  /** Puts right what may be wrong; true where rows may have changed by it. */
  prepare(): Promise<boolean>;
  /** False where another desk has continued the chain meanwhile. */
  add(rows: readonly AccessRow[]): Promise<boolean>;
};

/** A second copy of the log, on the disk before anybody is answered. */
export type AccessJournal = {
  append(rows: readonly AccessRow[]): Promise<void>;
  /** Makes journal and table hold the same rows again, after a power cut or a fault. */
  reconcile(db: Db): Promise<unknown>;
};
