import "server-only";
import { getEnv } from "../env";
import { DeskError } from "./desk-error";

/**
 * Holds a request that changes something to the desk's own pages. A browser says in Sec-Fetch-Site
 * where a request comes from, and no page can forge it; over plain http it is not sent, and there
 * the Origin header must be the desk's own address.
 */
export function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin") return;
  const origin = request.headers.get("origin");
  if (site === null && origin !== null && origin === new URL(getEnv().nextauthUrl).origin) return;
  throw new DeskError("CROSS_ORIGIN", {
    logDetail: `sec-fetch-site ${site === null ? "absent" : "foreign"}, origin ${origin === null ? "absent" : "foreign"}`,
  });
}
