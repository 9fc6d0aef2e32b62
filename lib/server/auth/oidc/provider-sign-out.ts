import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { routes } from "@/lib/routes";
import type { Db } from "../../db/db";
import { staffSignIns } from "../../db/schema";
import { getEnv } from "../../env";
import { getLogger } from "../../logger";
import { CompanyRefusal } from "./company-refusal";
import { getProvider } from "./get-provider";

/**
 * Where the browser signs out at the provider too, from where it comes back to the sign-in page (OpenID
 * Connect RP-Initiated Logout 1.0). Null where the provider offers nothing or does not answer.
 */
export async function findEndSessionUrl({
  idToken,
}: {
  idToken: string | null;
}): Promise<string | null> {
  try {
    const { endSessionUrl, settings } = await getProvider();
    if (!endSessionUrl) return null;
    const url = new URL(endSessionUrl);
    if (idToken) url.searchParams.set("id_token_hint", idToken);
    url.searchParams.set("client_id", settings.clientId);
    url.searchParams.set("post_logout_redirect_uri", getEnv().nextauthUrl + routes.signIn());
    return url.href;
  } catch (error) {
    if (!(error instanceof CompanyRefusal)) throw error;
    getLogger().warn({ reason: error.reason }, "no sign-out at the provider");
    return null;
  }
}

/** What an open sign-in with the provider holds to sign out there; null for every other one. */
export async function findProviderSession(
  db: Db,
  signInId: string,
): Promise<{ idToken: string | null } | null> {
  const { id, method, endedAt, idToken } = staffSignIns;
  const [row] = await db
    .select({ idToken })
    .from(staffSignIns)
    .where(and(eq(id, signInId), eq(method, "company"), isNull(endedAt)));
  return row ?? null;
}
