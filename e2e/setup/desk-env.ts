import { CANARIES } from "../fixtures/canaries";
import { COMPANY, DEMO, HOST, REAL } from "../fixtures/servers";

/**
 * Set to nothing rather than left out, so that what a developer has in the shell or in `.env.local`
 * never reaches a test: a test must not talk to the real Kayle.
 */
const NOTHING_OF_YOURS = {
  DATABASE_URL: "",
  KAYLE_API_KEY: "",
  KAYLE_API_URL: "",
  KAYLE_WRITE_API_KEY: "",
  LOCAL_ACCOUNTS: "",
  LOG_LEVEL: "",
  NEXTAUTH_SECRET: "",
  NEXTAUTH_URL: "",
  OIDC_CLIENT_ID: "",
  OIDC_CLIENT_SECRET: "",
  OIDC_ISSUER: "",
  SANDBOX_API_KEY: "",
  SANDBOX_WRITE_API_KEY: "",
  SANDBOX_SEED: "",
  SANDBOX_SIZE: "",
  UPSTREAM_CONCURRENCY_MAX: "",
  UPSTREAM_TIMEOUT_MS: "",
  // Each test can then be a client of its own, and none slows down another's sign-in.
  TRUST_PROXY_HOPS: "1",
  // Tests wait for what they made to be listed.
  SYNC_INTERVAL_MS: "500",
  // Tests make thousands of sessions and events in minutes; what Kayle tells of each must not queue behind them.
  SYNC_MAX_RPS: "40",
};

export const DEMO_ENV: Record<string, string> = {
  ...NOTHING_OF_YOURS,
  HOST,
  PORT: String(DEMO.port),
  SANDBOX_PORT: String(DEMO.sandboxPort),
  SANDBOX_API_KEY: DEMO.sandboxKey,
  SANDBOX_WRITE_API_KEY: DEMO.sandboxWriteKey,
  NEXTAUTH_SECRET: CANARIES.nextauthSecret,
  KAYLE_WEBHOOK_SECRET: CANARIES.webhookSecret,
  SANDBOX_CONTROL: "1",
  SANDBOX_LEAK_TOKENS: "1",
  SANDBOX_FUTURE: "1",
};

export const REAL_ENV: Record<string, string> = {
  ...NOTHING_OF_YOURS,
  HOST,
  PORT: String(REAL.port),
  KAYLE_API_URL: REAL.upstreamUrl,
  KAYLE_API_KEY: "kk_of_the_end_to_end_tests",
  KAYLE_WRITE_API_KEY: "kk_write_of_the_end_to_end_tests",
  NEXTAUTH_SECRET: "only-for-the-end-to-end-tests-0123456789",
  NEXTAUTH_URL: REAL.url,
};

/** A desk on `port` that a file of tests has for itself, over the sandbox of the demo. */
export function toOwnEnv(port: number): Record<string, string> {
  return {
    ...REAL_ENV,
    PORT: String(port),
    KAYLE_API_URL: DEMO.sandboxUrl,
    KAYLE_API_KEY: DEMO.sandboxKey,
    KAYLE_WRITE_API_KEY: DEMO.sandboxWriteKey,
    NEXTAUTH_URL: `http://${HOST}:${port}`,
    // Nobody looks at its list.
    SYNC_ENABLED: "false",
  };
}

export const COMPANY_ENV: Record<string, string> = {
  ...toOwnEnv(COMPANY.port),
  OIDC_ISSUER: COMPANY.providerUrl,
  OIDC_CLIENT_ID: COMPANY.clientId,
  OIDC_CLIENT_SECRET: COMPANY.clientSecret,
  OIDC_NAME: "Example Ltd",
  OIDC_ROLE_MAP: "desk-agents=agent",
};
