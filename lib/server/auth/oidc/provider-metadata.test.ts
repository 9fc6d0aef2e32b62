import { expect, test } from "vitest";
import { toProviderMetadata } from "./provider-metadata";

const ISSUER = "https://login.example.com";
const HONEST = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
};

test.each([
  [undefined, "RS256"],
  [["ES256", "PS256", "RS256"], "RS256"],
  [["HS256", "ES384"], "ES384"],
])("a provider that signs by %j is asked for %s", (supported, algorithm) => {
  const raw = { ...HONEST, id_token_signing_alg_values_supported: supported };
  expect(toProviderMetadata(raw, ISSUER).algorithm).toBe(algorithm);
});
