import "server-only";
import { getLogger } from "../logger";

/** The database failed. Says nothing of the question, unlike the driver's own error. */
class DatabaseFaultError extends Error {
  override readonly name = "DatabaseFaultError";

  constructor() {
    super("The desk's database did not answer.");
  }
}

/**
 * Runs questions to the database. Drizzle puts the query and its values into the message of its
 * errors, and Next prints messages: so only the engine's code is logged, and a bare error goes on.
 */
export async function withDatabaseFaults<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    getLogger().error({ fault: toCode(error) }, "the database failed");
    throw new DatabaseFaultError();
  }
}

const UNIQUE_VIOLATION = "23505";

/** Whether a key that was to be new is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return toCode(error) === UNIQUE_VIOLATION;
}

/** The engine’s code or the name of a fault; never its message, which may quote a row. */
export function toCode(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return "unknown";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
}
