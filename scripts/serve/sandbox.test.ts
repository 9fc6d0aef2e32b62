import { createPublicKey } from "node:crypto";
import { expect, it } from "vitest";
import { getConfiguration } from "./configuration";
import { createDemoSecrets } from "./demo-secrets";
import { toWebhookVariables } from "./sandbox";

const secrets = createDemoSecrets();

it("the sandbox is told where the desk takes webhooks, and only the public half of its key", () => {
  const { env } = getConfiguration({ PORT: "3456", HOST: "0.0.0.0" }, secrets);
  const variables = toWebhookVariables(env);
  expect(variables).toMatchObject({
    SANDBOX_WEBHOOK_URL: "http://127.0.0.1:3456/api/webhooks/kayle",
    SANDBOX_WEBHOOK_SECRET: secrets.KAYLE_WEBHOOK_SECRET,
  });
  const jwk = JSON.parse(variables["SANDBOX_WEBHOOK_PUBLIC_JWK"] ?? "{}");
  expect(Object.keys(jwk).toSorted()).toEqual(["e", "kty", "n"]);
  const own = createPublicKey(secrets.KAYLE_WEBHOOK_PRIVATE_KEY);
  expect(createPublicKey({ key: jwk, format: "jwk" }).equals(own)).toBe(true);
});
