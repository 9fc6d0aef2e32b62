import "server-only";
import { getEnv } from "../env";
import { DeskError } from "./desk-error";

/**
 * Whether one of the desk's own pages sent this. A browser says in Sec-Fetch-Site where a request comes
 * from, and no page can forge it; over plain http it is not sent, and there the Origin header must be
 * the desk's own address.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return request.headers.get("origin") === new URL(getEnv().nextauthUrl).origin;
}

/** Holds a request that changes something to the desk's own pages. @throws DeskError CROSS_ORIGIN */
export function requireSameOrigin(request: Request): void {
  if (isSameOrigin(request)) return;
  const [site, origin] = ["sec-fetch-site", "origin"].map((name) =>
    request.headers.has(name) ? "foreign" : "absent",
  );
  throw new DeskError("CROSS_ORIGIN", { logDetail: `sec-fetch-site ${site}, origin ${origin}` });
}
