import "server-only";

const FRAMES_MAX = 8;

/**
 * An unforeseen error for the log: its name, its code, those of its causes, and where it was thrown.
 * Never its message: a database's quotes the row that failed, a library's the URL it was given.
 */
export function describeUnknown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `thrown ${typeof thrown}`;
  const names = toChain(thrown).map((error) => `${error.name}${toCode(error)}`);
  return [names.join(" caused by "), ...toFrames(thrown)].join("\n");
}

const CAUSES_MAX = 4;

function toChain(error: Error): Error[] {
  const chain = [error];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (chain.length > CAUSES_MAX) break;
    chain.push(cause);
  }
  return chain;
}

function toCode(error: Error): string {
  const code: unknown = "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[\w.-]{1,40}$/.test(code) ? ` ${code}` : "";
}

/** Only lines of the form that V8 gives a frame; a message may span lines of its own. */
function toFrames(error: Error): string[] {
  const lines = error.stack?.split("\n") ?? [];
  const message = error.message.split("\n").length;
  return lines
    .slice(message)
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, FRAMES_MAX);
}
