import "server-only";
import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";
import { parseLogLevel } from "./env";

/** Whatever is called by one of these names is cut out of a log line, two levels deep. */
const SECRET_NAMES = [
  "authorization",
  "cookie",
  '["set-cookie"]',
  "cancel_token",
  "cancelToken",
  "key",
  "apiKey",
  "kayleApiKey",
  "kayleWriteApiKey",
  "nextauthSecret",
  "databaseUrl",
  "password",
  "passwordHash",
  "csrfToken",
  "token",
] as const;

const store = globalThis as typeof globalThis & { __deskLogger?: Logger };

/** The desk's logger: JSON lines on stdout. Made on first use, so importing it does nothing. */
export function getLogger(): Logger {
  store.__deskLogger ??= createLogger(parseLogLevel());
  return store.__deskLogger;
}

const unredacted = new WeakMap<Logger, Logger>();

/**
 * The same logger without the search for secret names, which costs more than the rest of a line. Only
 * for lines whose every field the desk itself names.
 */
export function getPlainLogger(): Logger {
  const logger = getLogger();
  const plain = unredacted.get(logger) ?? logger.child({}, { redact: { paths: [] } });
  unredacted.set(logger, plain);
  return plain;
}

/** Makes a logger of the same form that writes elsewhere. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_NAMES.flatMap(toPaths), censor: "[redacted]" },
  };
  return destination ? pino(options, destination) : pino(options);
}

function toPaths(name: string): string[] {
  const own = name.startsWith("[") ? name : `.${name}`;
  return [own.replace(/^\./, ""), `*${own}`, `*.*${own}`];
}
