import "server-only";
import type { NextAuthOptions } from "next-auth";
import type { Provider } from "./get-provider";

export type SignedIn = { id: string; signInId: string };

/** What next-auth read from its cookies and compared with nothing yet. */
export type HandshakeChecks = { state?: unknown; nonce?: unknown; code_verifier?: unknown };

export type CompanyHandshake = {
  provider: Provider;
  /** Takes the way back; whatever it throws, next-auth makes a refusal of. */
  receive: (checks: HandshakeChecks) => Promise<SignedIn>;
};

/** The end of it, for a start alone: a start receives nothing. */
export function receiveNothing(): Promise<SignedIn> {
  return Promise.reject(new Error("Nothing is received at the start."));
}

/**
 * The company's provider as next-auth sees it. next-auth makes state, nonce and PKCE verifier, keeps
 * them in cookies that it encrypts, and writes the address to leave for. It asks the provider nothing:
 * its client takes one signature algorithm only, bodies of any size, and tokens of the future. The
 * desk trades the code and checks the token itself, in `receive`.
 */
export function toCompanyProvider({
  provider,
  receive,
}: CompanyHandshake): NextAuthOptions["providers"][number] {
  const { settings } = provider;
  const known: { signedIn?: SignedIn } = {};
  return {
    id: "company",
    name: "Company",
    type: "oauth",
    issuer: provider.issuer,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    authorization: { url: provider.authorizationUrl, params: { scope: settings.scopes } },
    token: {
      url: provider.tokenUrl,
      request: async ({ checks }) => {
        known.signedIn = await receive(checks);
        return { tokens: {} };
      },
    },
    userinfo: { request: async () => ({ sub: known.signedIn?.id ?? "" }) },
    profile: () => {
      if (!known.signedIn) throw new Error("Nobody was received.");
      // A copy, because next-auth writes an address into it.
      return { ...known.signedIn };
    },
  };
}
