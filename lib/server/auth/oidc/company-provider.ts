import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { SignedIn } from "../record-sign-in";
import type { Provider } from "./get-provider";
import { createLimitedAgent, toCompanyRefusal } from "./openid-client";
import { type CallbackQuery, requireReceived } from "./read-callback";
import { type Claims, readClaims } from "./read-claims";

/** Longer than a whole answer may take, so that the limited connection ends first. */
const IDLE_MS = 3_500;

/** What the callback needs; the start of a sign-in has no use for it. */
type CallbackHooks = {
  query: CallbackQuery;
  /** Opens a sign-in for the person whom the provider has authenticated. */
  signIn: (claims: Claims, idToken: string) => Promise<SignedIn>;
  /** Receives what a hook threw: next-auth turns it into a redirect. */
  onError: (error: unknown) => void;
};

/** What next-auth hands from the userinfo hook to the profile hook. */
type VerifiedProfile = { sub: string; claims: Claims };

/**
 * The company's provider as next-auth sees it. next-auth and openid-client create and check state, nonce
 * and PKCE, exchange the code and verify the ID token. These hooks check the rest, and the desk's own rules.
 */
export function toCompanyProvider(
  provider: Provider,
  hooks?: CallbackHooks,
): OAuthConfig<VerifiedProfile> {
  const { settings, userinfoUrl } = provider;
  return {
    ...{ id: "company", name: "Company", type: "oauth", issuer: provider.issuer },
    ...{ clientId: settings.clientId, clientSecret: settings.clientSecret },
    client: {
      token_endpoint_auth_method: provider.clientAuth,
      id_token_signed_response_alg: provider.algorithm,
    },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    httpOptions: { agent: createLimitedAgent(provider.issuer), timeout: IDLE_MS },
    jwks_endpoint: provider.keysUrl,
    authorization: { url: provider.authorizationUrl, params: { scope: settings.scopes } },
    token: {
      url: provider.tokenUrl,
      request: ({ client, checks, provider: { callbackUrl } }) =>
        withHooks(hooks, async ({ query }) => {
          requireReceived(query, checks, provider);
          const tokens = client.callback(callbackUrl, query, { ...checks, response_type: "code" });
          return { tokens: await tokens.catch(throwRefusal) };
        }),
    },
    userinfo: {
      ...(userinfoUrl && { url: userinfoUrl }),
      request: ({ client, tokens }) =>
        withHooks(hooks, async () => {
          const ask = (accessToken: string) => client.userinfo(accessToken).catch(throwRefusal);
          const claims = await readClaims(provider, tokens, ask);
          return { sub: claims.sub, claims };
        }),
    },
    profile: ({ claims }, { id_token: idToken = "" }) =>
      withHooks(hooks, ({ signIn }) => signIn(claims, idToken)),
  };
}

async function withHooks<T>(
  hooks: CallbackHooks | undefined,
  run: (hooks: CallbackHooks) => Promise<T>,
): Promise<T> {
  if (!hooks) throw new Error("The start of a sign-in receives no callback.");
  try {
    return await run(hooks);
  } catch (error) {
    hooks.onError(error);
    throw error;
  }
}

function throwRefusal(error: unknown): never {
  throw toCompanyRefusal(error);
}
