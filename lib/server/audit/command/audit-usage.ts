import "server-only";

export const AUDIT_USAGE = `Usage: npm run audit -- <command>

  verify [--expect NO:HASH]   walks the whole access log and names every row that was changed, is
                              missing or was put in; with --expect also whether its end was cut off
  head                        prints NO:HASH of the last row, to be kept elsewhere for --expect
  rebuild                     puts back what only the journal or only the table of the built-in
                              database has, as every start of the desk does

With the built-in database the desk must be stopped first. The exit code is 1 where anything is wrong.
`;

/** The words were not understood; the usage is shown with it. */
export class AuditUsageError extends Error {
  override readonly name = "AuditUsageError";
}
