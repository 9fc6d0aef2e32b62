import "server-only";

/** Journal and table contradict each other, which no power cut explains. The message names numbers alone. */
export class JournalFaultError extends Error {
  override readonly name = "JournalFaultError";
}
