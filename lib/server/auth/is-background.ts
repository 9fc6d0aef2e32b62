import "server-only";

/** A request with this header set to `1` is the page's own polling: it keeps nobody signed in. */
const BACKGROUND_HEADER = "x-desk-background";

/** Whether a page asks by itself, with nobody's hand in it. */
export function isBackground({ headers }: { headers: Pick<Headers, "get"> }): boolean {
  return headers.get(BACKGROUND_HEADER) === "1";
}
