import "server-only";
import type { HandshakeChecks } from "./company-provider";
import { CompanyRefusal, refuseAnswer } from "./company-refusal";
import type { Provider } from "./get-provider";
import { spend } from "./spent-values";

/** What the desk reads of the address that the provider sent the browser back to. */
const PARAMETERS = ["code", "state", "iss", "error"] as const;
const VALUE_CHARACTERS_MAX = 4_096;

export type CallbackQuery = Partial<Record<(typeof PARAMETERS)[number], string>>;

/** The known parameters. One that is given twice, or is longer than any real one, counts as missing. */
export function toCallbackQuery(url: string): CallbackQuery {
  const { searchParams } = new URL(url);
  const query: CallbackQuery = {};
  for (const name of PARAMETERS) {
    const [value, second] = searchParams.getAll(name);
    if (value && second === undefined && value.length <= VALUE_CHARACTERS_MAX) query[name] = value;
  }
  return query;
}

export type Received = { code: string; codeVerifier: string; nonce: string };

/**
 * Holds the way back against what this browser left with: the state, once; the issuer (RFC 9207); then
 * whether the provider let the person in at all.
 * @throws CompanyRefusal
 */
export function requireReceived(
  query: CallbackQuery,
  checks: HandshakeChecks,
  provider: Pick<Provider, "issuer" | "namesItself">,
): Received {
  const { state, nonce, code_verifier: codeVerifier } = checks;
  if (typeof state !== "string" || typeof nonce !== "string" || typeof codeVerifier !== "string") {
    throw new CompanyRefusal("CompanyExpired", "a cookie of the attempt is missing");
  }
  if (query.state !== state) {
    throw new CompanyRefusal("CompanyExpired", "the state is of another attempt");
  }
  if (!spend(state)) throw new CompanyRefusal("CompanyExpired", "the attempt ended before");
  if (query.iss === undefined ? provider.namesItself : query.iss !== provider.issuer) {
    throw refuseAnswer("the way back is from another issuer");
  }
  if (query.error) throw toRefusal(query.error);
  if (!query.code) throw refuseAnswer("the way back has no code");
  return { code: query.code, codeVerifier, nonce };
}

/** RFC 6749, section 4.1.2.1, and OpenID Connect Core 1.0, section 3.1.2.6. */
const UNREACHABLE = ["server_error", "temporarily_unavailable"];
const DENIED = ["access_denied", "login_required", "consent_required", "interaction_required"];

function toRefusal(error: string): CompanyRefusal {
  if (DENIED.includes(error)) return new CompanyRefusal("CompanyDenied", error);
  if (UNREACHABLE.includes(error)) return new CompanyRefusal("CompanyUnreachable", error);
  return refuseAnswer("the provider reports a fault of the set-up");
}
