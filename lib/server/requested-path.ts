import "server-only";

/** Set by the desk itself on each request; whatever a client sends under this name is overwritten. */
export const REQUESTED_PATH_HEADER = "x-desk-path";

const PRINTABLE = /^\/[\x21-\x7e]*$/;

/** Next adds this parameter to its own fetches of a page. */
const NEXT_PARAMETER = /([?&])_rsc=[^&]*(&|$)/;

/**
 * The path and query exactly as the browser asked for them. Next re-writes the query before anybody
 * sees it (`%20` becomes `+`), and a link must survive sign-in unchanged. Null where it was not noted.
 */
export function findRequestedPath(headers: Pick<Headers, "get">): string | null {
  const noted = headers.get(REQUESTED_PATH_HEADER);
  if (!noted || !PRINTABLE.test(noted)) return null;
  return noted.replace(NEXT_PARAMETER, (_match, before, after) => (after === "&" ? before : ""));
}
