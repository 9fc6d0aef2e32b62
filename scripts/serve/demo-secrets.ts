import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What the demo signs and calls with. In real mode the operator sets these; here we make them. */
const demoSecretsSchema = z.object({
  NEXTAUTH_SECRET: z.string().min(32),
  SANDBOX_API_KEY: z.string().min(32),
  SANDBOX_WRITE_API_KEY: z.string().min(32),
  KAYLE_WEBHOOK_SECRET: z.string().min(32),
  KAYLE_WEBHOOK_PRIVATE_KEY: z.string().startsWith("-----BEGIN PRIVATE KEY-----"),
});
export type DemoSecrets = z.infer<typeof demoSecretsSchema>;

const FILE_NAME = "demo-secrets.json";

export function createDemoSecrets(): DemoSecrets {
  return {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    SANDBOX_API_KEY: createApiKey(),
    SANDBOX_WRITE_API_KEY: createApiKey(),
    KAYLE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString("hex")}`,
    KAYLE_WEBHOOK_PRIVATE_KEY: createPrivateKeyPem(),
  };
}

function createApiKey(): string {
  return `kk_${randomBytes(24).toString("hex")}`;
}

/** The sandbox's webhooks come encrypted to it, as Kayle's do to the operator's. */
function createPrivateKeyPem(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/**
 * The secrets of the last start where there were any, else new ones, kept for the next start so that
 * a restart signs nobody out. The file is readable by its owner alone. The folder must exist.
 */
export function keepDemoSecrets(dataDir: string): DemoSecrets {
  const file = join(dataDir, FILE_NAME);
  const kept = findDemoSecrets(dataDir);
  if (kept) return kept;
  const fresh = createDemoSecrets();
  writeFileSync(file, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  return fresh;
}

/** Null where there is no file yet or it is damaged: then new secrets cost only a new sign-in. */
export function findDemoSecrets(dataDir: string): DemoSecrets | null {
  try {
    return demoSecretsSchema.parse(JSON.parse(readFileSync(join(dataDir, FILE_NAME), "utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
