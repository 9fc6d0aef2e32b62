import "server-only";
import { z } from "zod";
import { findBaseUrl, isInsecure } from "../../env-fields";
import { refuseAnswer } from "./company-refusal";

/** Signatures by a key that the provider alone has. Never `none`, and never a shared secret (HS…). */
export const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512"],
];

/** Who the provider is and where it answers, as far as the desk uses it. */
export type ProviderMetadata = {
  /** As it stands in every token. */
  issuer: string;
  authorizationUrl: string;
  tokenUrl: string;
  keysUrl: string;
  userinfoUrl: string | null;
  /** Where a browser is sent to sign out there too. */
  endSessionUrl: string | null;
  /** How the desk shows its secret at the token address. */
  clientAuth: "client_secret_basic" | "client_secret_post";
  /** How it signs ID tokens: RS256 where it can, as everywhere where nothing else is agreed. */
  algorithm: string;
  /** Whether its way back to the desk always names it (RFC 9207). */
  namesItself: boolean;
};

const urlSchema = z.string().refine((value) => URL.canParse(value));

/** OpenID Connect Discovery 1.0, section 3; RFC 9207; RP-Initiated Logout 1.0. */
const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: urlSchema,
  token_endpoint: urlSchema,
  jwks_uri: urlSchema,
  userinfo_endpoint: urlSchema.optional(),
  end_session_endpoint: urlSchema.optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).default(["RS256"]),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});

/** Where the provider says all that. */
export function toDiscoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`;
}

/**
 * Reads the provider's own description. It must name the configured issuer, a slash at the end aside,
 * and addresses that cannot be overheard.
 * @throws CompanyRefusal
 */
export function toProviderMetadata(raw: unknown, issuer: string): ProviderMetadata {
  const parsed = metadataSchema.safeParse(raw);
  if (!parsed.success) throw refuseAnswer("the provider's description lacks what is needed");
  const { data } = parsed;
  if (withoutSlash(data.issuer) !== withoutSlash(issuer)) {
    throw refuseAnswer("the provider's description is of another issuer");
  }
  return {
    issuer: data.issuer,
    authorizationUrl: requireSafe(data.authorization_endpoint),
    tokenUrl: requireSafe(data.token_endpoint),
    keysUrl: requireSafe(data.jwks_uri),
    userinfoUrl: data.userinfo_endpoint ? requireSafe(data.userinfo_endpoint) : null,
    endSessionUrl: data.end_session_endpoint ? requireSafe(data.end_session_endpoint) : null,
    clientAuth: toClientAuth(data.token_endpoint_auth_methods_supported),
    algorithm: toAlgorithm(data.id_token_signing_alg_values_supported),
    namesItself: data.authorization_response_iss_parameter_supported,
  };
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, "");
}

/** The browser goes to some of them, and the secret to others. A query is allowed, a fragment not. */
function requireSafe(address: string): string {
  const url = new URL(address);
  const bare = url.origin + url.pathname;
  if (url.hash || url.username || !findBaseUrl(bare) || isInsecure(bare)) {
    throw refuseAnswer("the provider's description holds an address that is not https");
  }
  return address;
}

function toClientAuth(methods: readonly string[]): ProviderMetadata["clientAuth"] {
  if (methods.includes("client_secret_basic")) return "client_secret_basic";
  if (methods.includes("client_secret_post")) return "client_secret_post";
  throw refuseAnswer("the provider takes no client secret");
}

function toAlgorithm(supported: readonly string[]): string {
  const algorithm = ALGORITHMS.find((name) => supported.includes(name));
  if (!algorithm) throw refuseAnswer("the provider signs by no algorithm that the desk takes");
  return algorithm;
}
