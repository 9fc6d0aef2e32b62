import { parseUrl } from "./parse-url";
import { redactUrl } from "./redact";
import { REMOVED_MARK } from "./secret-rules";

/** Where the person is sent afterwards, taken apart for display. Holds no secret. */
export type RedirectUrl = {
  /** The whole text. */
  raw: string;
  /** Whether it may be a link: http or https, well formed, without a user name in it. */
  isLink: boolean;
  /** With the port where it is not the usual one; null where `isLink` is false. */
  host: string | null;
  /** Empty where there is none or `isLink` is false. */
  path: string;
  /** The query's parameters in their order: the integrator's own references, such as an order. */
  references: { name: string; value: string }[];
};

const REFERENCES_MAX = 50;
const SECRET_NAME = /token|secret|passw|pwd|api[_-]?key|signature|^sig$|jwt|^auth|credential/i;

/** Reads `redirect_url`; null where the session has none. Never throws. */
export function readRedirectUrl(raw: string | null): RedirectUrl | null {
  if (raw === null || raw === "") return null;
  const redacted = redactUrl(hideSecretParameters(raw));
  const url = parseUrl(redacted);
  if (!url || !isSafeLink(url)) {
    return { raw: redacted, isLink: false, host: null, path: "", references: [] };
  }
  return {
    raw: redacted,
    isLink: true,
    host: url.host,
    path: url.pathname === "/" ? "" : url.pathname,
    references: Array.from(url.searchParams, ([name, value]) => ({ name, value })).slice(
      0,
      REFERENCES_MAX,
    ),
  };
}

function isSafeLink(url: URL): boolean {
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && url.password === "";
}

/** Blanks the values of parameters whose names say that they are secret. */
function hideSecretParameters(raw: string): string {
  return raw.replace(/([?&#;])([^=&#;?]{1,80})=([^&#;]+)/g, (all, lead: string, name: string) =>
    SECRET_NAME.test(name) ? `${lead}${name}=${REMOVED_MARK}` : all,
  );
}
