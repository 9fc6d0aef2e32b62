/**
 * What `npm test` builds the desk with. A build needs none of these, so none may be in it: a test of the
 * last stage looks for the word that they all hold.
 */
export const BUILD_CANARIES: Readonly<Record<string, string>> = {
  KAYLE_API_URL: "https://canary7f3a.invalid",
  KAYLE_API_KEY: "kk_canary7f3a0of0the0build",
  KAYLE_WRITE_API_KEY: "kk_canary7f3a0writing0of0the0build",
  KAYLE_WEBHOOK_SECRET: "whsec_canary7f3a-of-the-build",
  NEXTAUTH_SECRET: "canary7f3a-secret-of-the-build-0123456789",
  DATABASE_URL: "postgres://canary7f3a:canary7f3a@127.0.0.1:1/canary7f3a",
  OIDC_CLIENT_SECRET: "canary7f3a-client-of-the-build",
};
