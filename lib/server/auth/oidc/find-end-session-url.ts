import "server-only";
import { routes } from "@/lib/routes";
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
