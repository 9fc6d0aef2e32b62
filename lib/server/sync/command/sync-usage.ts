import "server-only";

export const SYNC_USAGE = `Usage: npm run sync -- <command>

  status     how the index stands to Kayle, and whether its counts are Kayle's
  once       bring the index in step with Kayle once, everything, and end
  rebuild    forget the index and build it from scratch, and end

With the built-in database the desk must be stopped first.
`;

/** The words were not understood; the usage is shown with it. */
export class SyncUsageError extends Error {
  override readonly name = "SyncUsageError";
}

/** Something that whoever ran the command can put right. */
export class SyncCommandError extends Error {
  override readonly name = "SyncCommandError";
}
