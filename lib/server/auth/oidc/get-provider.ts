import "server-only";
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { getEnv } from "../../env";
import type { OidcSettings } from "../../oidc-env";
import { askProvider } from "./ask-provider";
import { CompanyRefusal } from "./company-refusal";
import { type ProviderMetadata, toDiscoveryUrl, toProviderMetadata } from "./provider-metadata";

export type Provider = ProviderMetadata & {
  settings: OidcSettings;
  /** Finds the key of a logout token; asks the provider for its keys when it has to. */
  getKey: JWTVerifyGetKey;
};

/** How long the provider's description and its keys count. */
const FRESH_MS = 10 * 60_000;
/** A token with an unknown key makes the desk ask for the keys again, this often at most. */
const KEYS_AGAIN_MS = 30_000;

type Entry = { settings: OidcSettings; loadedAtMs: number; provider: Promise<Provider> };

/** Next evaluates a module several times in one process; the keys are read once in each. */
const store = globalThis as typeof globalThis & { __deskOidcProvider?: Entry | undefined };

/** The company's sign-in as configured; throws where there is none. */
function requireOidc(): OidcSettings {
  const { oidc } = getEnv();
  if (!oidc) throw new CompanyRefusal("CompanyNotOffered", "no provider is configured");
  return oidc;
}

/**
 * The identity provider as it described itself ten minutes ago at most. A failure is not kept.
 * @throws CompanyRefusal
 */
export function getProvider(nowMs = Date.now()): Promise<Provider> {
  const settings = requireOidc();
  const known = store.__deskOidcProvider;
  if (known?.settings === settings && Math.abs(nowMs - known.loadedAtMs) < FRESH_MS) {
    return known.provider;
  }
  const entry: Entry = { settings, loadedAtMs: nowMs, provider: load(settings) };
  store.__deskOidcProvider = entry;
  entry.provider.catch(() => {
    if (store.__deskOidcProvider === entry) store.__deskOidcProvider = undefined;
  });
  return entry.provider;
}

async function load(settings: OidcSettings): Promise<Provider> {
  const raw = await askProvider(toDiscoveryUrl(settings.issuer));
  const metadata = toProviderMetadata(raw, settings.issuer);
  return { ...metadata, settings, getKey: toGetKey(metadata.keysUrl) };
}

/** jose keeps the keys and knows when to ask again; the asking itself is the desk's own. */
function toGetKey(keysUrl: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(keysUrl), {
    cacheMaxAge: FRESH_MS,
    cooldownDuration: KEYS_AGAIN_MS,
    [customFetch]: async (url) => Response.json(await askProvider(url)),
  });
}
