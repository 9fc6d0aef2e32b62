import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { SignedIn } from "../record-sign-in";
import type { Provider } from "./get-provider";
import { createBoundedAgent, toCompanyRefusal } from "./openid-client";
import { type CallbackQuery, requireReceived } from "./read-callback";
import { type Claims, readClaims } from "./read-claims";

/** Longer than an answer may take, so that the bound connection ends first. */
const IDLE_MS = 3_500;

/** The way back from the provider; a start has none. */
export type WayBack = {
  query: CallbackQuery;
  /** Opens a sign-in for somebody whom the provider has vouched for. */
  welcome: (claims: Claims, idToken: string) => Promise<SignedIn>;
  /** Told what a hook threw, of which next-auth makes an address. */
  onFault: (fault: unknown) => void;
};

/** Somebody as next-auth hands them from one hook to the next. */
type Vouched = { sub: string; claims: Claims };

/**
 * The company's provider as next-auth sees it. It makes and checks state, nonce and PKCE, trades the code
 * and verifies the ID token. What it leaves out is checked in these hooks, and the desk's own rules too.
 */
export function toCompanyProvider(provider: Provider, way?: WayBack): OAuthConfig<Vouched> {
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
    httpOptions: { agent: createBoundedAgent(provider.issuer), timeout: IDLE_MS },
    jwks_endpoint: provider.keysUrl,
    authorization: { url: provider.authorizationUrl, params: { scope: settings.scopes } },
    token: {
      url: provider.tokenUrl,
      request: ({ client, checks, provider: { callbackUrl } }) =>
        tell(way, async ({ query }) => {
          requireReceived(query, checks, provider);
          const tokens = client.callback(callbackUrl, query, { ...checks, response_type: "code" });
          return { tokens: await tokens.catch(throwRefusal) };
        }),
    },
    userinfo: {
      ...(userinfoUrl && { url: userinfoUrl }),
      request: ({ client, tokens }) =>
        tell(way, async () => {
          const ask = (accessToken: string) => client.userinfo(accessToken).catch(throwRefusal);
          const claims = await readClaims(provider, tokens, ask);
          return { sub: claims.sub, claims };
        }),
    },
    profile: ({ claims }, { id_token: idToken = "" }) =>
      tell(way, ({ welcome }) => welcome(claims, idToken)),
  };
}

async function tell<T>(way: WayBack | undefined, act: (way: WayBack) => Promise<T>): Promise<T> {
  if (!way) throw new Error("Nothing is received at the start.");
  try {
    return await act(way);
  } catch (fault) {
    way.onFault(fault);
    throw fault;
  }
}

function throwRefusal(error: unknown): never {
  throw toCompanyRefusal(error);
}
