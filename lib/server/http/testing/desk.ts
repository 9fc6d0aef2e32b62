import "server-only";
import type { StaffRole } from "@/lib/domain/roles";
import type { Staff } from "@/lib/domain/staff";
import type { AccessEntry } from "../../audit/access-entry";
import type { AccessWriter } from "../../audit/access-writer";
import { parseEnv } from "../../env-schema";
import { createLogger } from "../../logger";
import { closeUpstreamClient } from "../../upstream/get-upstream-client";

/** The key that the desk under test calls Kayle with; it must turn up nowhere. */
export const TEST_API_KEY = "kk_test_0123456789abcdefSECRET";
/** The one that it changes anything at Kayle with; it must turn up nowhere either. */
export const TEST_WRITE_API_KEY = "kk_test_fedcba9876543210WRITE";
export const DESK_ORIGIN = "https://desk.example";

export type TestDesk = {
  /** Every log line so far, as it was written. */
  logLines: string[];
  /** What was written into the access log, where the test brought no database. */
  accessEntries: AccessEntry[];
  close(): Promise<void>;
};

type DeskStore = {
  __deskEnv?: unknown;
  __deskLogger?: unknown;
  __deskDatabase?: unknown;
  __deskAccessWriter?: AccessWriter;
  __deskSharedReads?: unknown;
  __deskNotes?: { timer: NodeJS.Timeout | undefined };
};

/**
 * Configures this process as a desk in front of the Kayle at `apiUrl`; for tests only. Unless a test
 * has put one there, its database never answers, and no answer to a person may wait for that.
 */
export async function startTestDesk(
  apiUrl: string,
  variables: Record<string, string> = {},
): Promise<TestDesk> {
  const store = globalThis as DeskStore;
  await closeUpstreamClient();
  const ownDatabase = store.__deskDatabase === undefined ? new Promise(() => {}) : null;
  store.__deskDatabase ??= ownDatabase;
  const accessEntries: AccessEntry[] = [];
  if (ownDatabase) store.__deskAccessWriter = toMemoryWriter(accessEntries);
  store.__deskEnv = parseEnv({
    KAYLE_API_URL: apiUrl,
    KAYLE_API_KEY: TEST_API_KEY,
    KAYLE_WRITE_API_KEY: TEST_WRITE_API_KEY,
    NEXTAUTH_SECRET: "a secret of at least 32 characters",
    NEXTAUTH_URL: DESK_ORIGIN,
    ...variables,
  });
  const logLines: string[] = [];
  store.__deskLogger = createLogger("debug", { write: (line) => void logLines.push(line) });
  return {
    logLines,
    accessEntries,
    async close() {
      await closeUpstreamClient();
      delete store.__deskEnv;
      delete store.__deskLogger;
      if (ownDatabase) delete store.__deskDatabase;
      delete store.__deskAccessWriter;
      delete store.__deskSharedReads;
      // What was not written down yet would go to the database of the next test.
      clearTimeout(store.__deskNotes?.timer);
      delete store.__deskNotes;
    },
  };
}

function toMemoryWriter(entries: AccessEntry[]): AccessWriter {
  return { append: async (entry) => void entries.push(entry) };
}

export function makeStaff(role: StaffRole): Staff {
  return {
    id: `staff-${role}`,
    email: `${role}@desk.example`,
    name: `The ${role}`,
    role,
    signInId: "sign-in-1",
  };
}
