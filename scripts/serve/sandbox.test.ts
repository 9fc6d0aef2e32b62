import { createPublicKey } from "node:crypto";
import { expect, it } from "vitest";
import { getConfiguration } from "./configuration";
import { createDemoSecrets } from "./demo-secrets";
import { toLocalUrl, toUrl } from "./desk";
import { toWebhookTarget } from "./sandbox";

const secrets = createDemoSecrets();

it("the sandbox is told where the desk takes webhooks, and only the public half of its key", () => {
  const { env } = getConfiguration({ PORT: "3456", HOST: "0.0.0.0" }, secrets);
  const target = toWebhookTarget(env);
  expect(target).toMatchObject({
    url: "http://127.0.0.1:3456/api/webhooks/kayle",
    secret: secrets.KAYLE_WEBHOOK_SECRET,
  });
  const jwk = target?.publicJwk ?? {};
  expect(Object.keys(jwk).toSorted()).toEqual(["e", "kty", "n"]);
  const own = createPublicKey(secrets.KAYLE_WEBHOOK_PRIVATE_KEY);
  expect(createPublicKey({ key: jwk, format: "jwk" }).equals(own)).toBe(true);
});

it("an address is written as a browser takes it, and one of everywhere as this machine's", () => {
  expect(toUrl("127.0.0.1", 3000)).toBe("http://127.0.0.1:3000");
  expect(toUrl("::1", 3000)).toBe("http://[::1]:3000");
  expect(toUrl("[::1]", 3000)).toBe("http://[::1]:3000");
  expect(toLocalUrl({ host: "0.0.0.0", port: 3000 })).toBe("http://127.0.0.1:3000");
  expect(toLocalUrl({ host: "::", port: 3000 })).toBe("http://[::1]:3000");
  expect(toLocalUrl({ host: "desk.internal", port: 3000 })).toBe("http://desk.internal:3000");
});
