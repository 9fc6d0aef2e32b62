import type { SecretKind } from "./secret-rules";

/** What a person calls a secret, one and many of it. */
export const SECRET_NAMES: Record<SecretKind, [one: string, many: string]> = {
  private_key: ["a private key", "private keys"],
  cancel_token: ["a cancel token", "cancel tokens"],
  signing_secret: ["a signing secret", "signing secrets"],
  api_key: ["an API key", "API keys"],
  signature: ["a webhook signature", "webhook signatures"],
  bearer: ["an access token", "access tokens"],
  basic_auth: ["a sign-in header", "sign-in headers"],
  access_token: ["an access token", "access tokens"],
  password: ["a password", "passwords"],
  encrypted_token: ["an encrypted or signed token", "encrypted or signed tokens"],
  remainder: ["the rest of a secret", "rests of secrets"],
};
