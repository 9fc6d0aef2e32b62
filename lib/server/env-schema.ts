import "server-only";
import { z } from "zod";
import { type AccessLogEnv, accessLogShape, secret, toAccessLogEnv } from "./access-log-env";
import { apiKey, baseUrl, findBaseUrl, postgresUrl, wholeNumber } from "./env-fields";
import { findHalfSet, findModeFaults } from "./env-rules";
import { findOidcFaults, type OidcEnv, oidcShape, toOidcEnv } from "./oidc-env";
import { type SyncEnv, syncShape, toSyncEnv } from "./sync-env";
import { findWebhookFaults, toWebhookEnv, type WebhookEnv, webhookShape } from "./webhook-env";

/**
 * The desk's configuration: every variable it reads, checked once at start. Nothing here touches
 * `process.env`, so scripts and tests pass in what they like.
 */

/** Every fault of the configuration, one plain line each; never the value of a secret. */
export class EnvError extends Error {
  readonly faults: string[];

  constructor(faults: string[]) {
    super(faults.join("\n"));
    this.name = "EnvError";
    this.faults = faults;
  }
}

export type EnvSource = Record<string, string | undefined>;

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const databaseShape = {
  DESK_DATA_DIR: z.string().default(".data"),
  DATABASE_URL: postgresUrl("DATABASE_URL").optional(),
};

/** One field per variable; the keys are the complete list of what the desk reads. */
export const envSchema = z.object({
  KAYLE_API_URL: baseUrl("KAYLE_API_URL").optional(),
  KAYLE_API_KEY: apiKey("KAYLE_API_KEY"),
  KAYLE_WRITE_API_KEY: apiKey("KAYLE_WRITE_API_KEY"),
  NEXTAUTH_SECRET: secret("NEXTAUTH_SECRET").optional(),
  NEXTAUTH_URL: baseUrl("NEXTAUTH_URL")
    .refine(
      (value) => (findBaseUrl(value)?.pathname ?? "/") === "/",
      "NEXTAUTH_URL must be the desk's address without a path.",
    )
    .optional(),
  PORT: wholeNumber("PORT", 0, 65_535, 3000),
  HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, "HOST must be a host name or an IP address.")
    .default("127.0.0.1"),
  KEEP_ALIVE_TIMEOUT_MS: wholeNumber("KEEP_ALIVE_TIMEOUT_MS", 1000, 3_600_000, 5000),
  SANDBOX_PORT: wholeNumber("SANDBOX_PORT", 0, 65_535, 8787),
  SANDBOX_API_KEY: z.string().optional(),
  SANDBOX_WRITE_API_KEY: z.string().optional(),
  ...databaseShape,
  ...accessLogShape,
  UPSTREAM_TIMEOUT_MS: wholeNumber("UPSTREAM_TIMEOUT_MS", 100, 60_000, 3000),
  UPSTREAM_CONCURRENCY_MAX: wholeNumber("UPSTREAM_CONCURRENCY_MAX", 1, 1000, 16),
  ...syncShape,
  ...webhookShape,
  ...oidcShape,
  TRUST_PROXY_HOPS: wholeNumber("TRUST_PROXY_HOPS", 0, 10, 0),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}.`)
    .default("info"),
});
type RawEnv = z.output<typeof envSchema>;

export type DatabaseEnv = {
  /** Folder of the built-in database and its lock; may be relative to the working directory. */
  dataDir: string;
  /** Connection string of a Postgres; null means the built-in database. */
  databaseUrl: string | null;
};

export type Env = DatabaseEnv &
  AccessLogEnv &
  SyncEnv &
  WebhookEnv &
  OidcEnv & {
    /** `demo` talks to the sandbox and has demo accounts; `real` talks to Kayle and has none. */
    mode: "demo" | "real";
    /** Without a trailing slash, so that a path can be appended. */
    kayleApiUrl: string;
    kayleApiKey: string;
    /** For what changes anything at Kayle, and for nothing else; null where the desk may only read. */
    kayleWriteApiKey: string | null;
    nextauthSecret: string;
    /** The desk's own address as browsers see it, without a trailing slash. */
    nextauthUrl: string;
    port: number;
    host: string;
    /** For how long an idle connection of a browser or a proxy is kept. */
    keepAliveTimeoutMs: number;
    sandboxPort: number;
    upstreamTimeoutMs: number;
    upstreamConcurrencyMax: number;
    /** How many proxies before the desk may be believed about the client's address. */
    trustProxyHops: number;
    logLevel: (typeof LOG_LEVELS)[number];
  };

/** Reads the whole configuration. Throws `EnvError` with every fault at once. */
export function parseEnv(source: EnvSource): Env {
  const set = withoutEmpty(source);
  const parsed = envSchema.safeParse(set);
  const faults = [
    ...toFaults(parsed),
    ...findModeFaults(set),
    ...findWebhookFaults(set),
    ...findOidcFaults(set),
  ];
  if (!parsed.success || faults.length > 0) throw new EnvError([...new Set(faults)]);
  return toEnv(parsed.data);
}

/** Reads only where the database is, for scripts that need no key and no secret. */
export function parseDatabaseEnv(source: EnvSource): DatabaseEnv {
  const parsed = z.object(databaseShape).safeParse(withoutEmpty(source));
  if (!parsed.success) throw new EnvError(toFaults(parsed));
  return { dataDir: parsed.data.DESK_DATA_DIR, databaseUrl: parsed.data.DATABASE_URL ?? null };
}

/** Reads only what the access log is sealed with, the newest first; throws `EnvError` without one. */
export function parseAccessLogSecrets(source: EnvSource): [string, ...string[]] {
  const shape = { ...accessLogShape, NEXTAUTH_SECRET: envSchema.shape.NEXTAUTH_SECRET };
  const parsed = z.object(shape).safeParse(withoutEmpty(source));
  if (!parsed.success) throw new EnvError(toFaults(parsed));
  const { accessLogSecret } = toAccessLogEnv(parsed.data);
  if (accessLogSecret) return [accessLogSecret, ...(parsed.data.ACCESS_LOG_PREVIOUS_KEYS ?? [])];
  throw new EnvError([
    "Neither ACCESS_LOG_KEY nor NEXTAUTH_SECRET is set. The access log is sealed with the one that the desk has.",
  ]);
}

/** Reads only how long sessions are kept, for a look at the index without a key. */
export function parseRetentionDays(source: EnvSource): number {
  const shape = z.object({ RETENTION_DAYS: syncShape.RETENTION_DAYS });
  const parsed = shape.safeParse(withoutEmpty(source));
  if (!parsed.success) throw new EnvError(toFaults(parsed));
  return parsed.data.RETENTION_DAYS;
}

/** Reads only what a sync by hand needs, which signs nobody in. Throws `EnvError`. */
export function parseSyncEnv(
  source: EnvSource,
): Pick<Env, "kayleApiUrl" | "kayleApiKey"> & SyncEnv {
  const set = withoutEmpty(source);
  const { KAYLE_API_URL, KAYLE_API_KEY, SANDBOX_PORT, SANDBOX_API_KEY } = envSchema.shape;
  const keys = { KAYLE_API_URL, KAYLE_API_KEY, SANDBOX_PORT, SANDBOX_API_KEY };
  const parsed = z.object({ ...keys, ...syncShape }).safeParse(set);
  const halfSet = findHalfSet(set);
  const faults = [...toFaults(parsed), ...(halfSet ? [halfSet] : [])];
  if (!parsed.success || faults.length > 0) throw new EnvError(faults);
  const { data } = parsed;
  return {
    kayleApiUrl: data.KAYLE_API_URL ?? toSandboxUrl(data.SANDBOX_PORT),
    kayleApiKey: data.KAYLE_API_KEY ?? data.SANDBOX_API_KEY ?? "",
    ...toSyncEnv(data),
  };
}

function toSandboxUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function toEnv(raw: RawEnv): Env {
  const real = raw.KAYLE_API_URL !== undefined && raw.KAYLE_API_KEY !== undefined;
  return {
    mode: real ? "real" : "demo",
    kayleApiUrl: raw.KAYLE_API_URL ?? toSandboxUrl(raw.SANDBOX_PORT),
    kayleApiKey: raw.KAYLE_API_KEY ?? raw.SANDBOX_API_KEY ?? "",
    kayleWriteApiKey: (real ? raw.KAYLE_WRITE_API_KEY : raw.SANDBOX_WRITE_API_KEY) ?? null,
    nextauthSecret: raw.NEXTAUTH_SECRET ?? "",
    nextauthUrl: raw.NEXTAUTH_URL ?? `http://${toUrlHost(raw.HOST)}:${raw.PORT}`,
    port: raw.PORT,
    host: raw.HOST,
    keepAliveTimeoutMs: raw.KEEP_ALIVE_TIMEOUT_MS,
    sandboxPort: raw.SANDBOX_PORT,
    dataDir: raw.DESK_DATA_DIR,
    databaseUrl: raw.DATABASE_URL ?? null,
    upstreamTimeoutMs: raw.UPSTREAM_TIMEOUT_MS,
    upstreamConcurrencyMax: raw.UPSTREAM_CONCURRENCY_MAX,
    ...toAccessLogEnv(raw),
    ...toSyncEnv(raw),
    ...toWebhookEnv(raw),
    ...toOidcEnv(raw),
    trustProxyHops: raw.TRUST_PROXY_HOPS,
    logLevel: raw.LOG_LEVEL,
  };
}

function toFaults(parsed: { success: boolean; error?: z.ZodError | undefined }): string[] {
  return parsed.error?.issues.map((issue) => issue.message) ?? [];
}

function withoutEmpty(source: EnvSource): EnvSource {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
}

function toUrlHost(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}
