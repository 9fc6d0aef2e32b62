import "server-only";
import { CompanyRefusal, refuseAnswer } from "./company-refusal";
import type { Provider } from "./get-provider";
import { spend } from "./spent-values";

/** What the desk reads of the address that the provider sent the browser back to. */
const PARAMETERS = ["code", "state", "iss", "error"] as const;
const VALUE_CHARACTERS_MAX = 4_096;

export type CallbackQuery = Partial<Record<(typeof PARAMETERS)[number], string>>;

/**
 * The known parameters. One that is given twice, or is longer than any real one, counts as missing.
 * @throws CompanyRefusal where the provider did not let the person in at all
 */
export function readCallbackQuery({ searchParams }: URL): CallbackQuery {
  const query: CallbackQuery = {};
  for (const name of PARAMETERS) {
    const [value, second] = searchParams.getAll(name);
    if (value && second === undefined && value.length <= VALUE_CHARACTERS_MAX) query[name] = value;
  }
  if (searchParams.has("error")) throw toRefusal(query.error);
  return query;
}

/**
 * Holds the way back against what this browser left with: the state, once; and that the provider names
 * itself where it said it would (RFC 9207).
 * @throws CompanyRefusal
 */
export function requireReceived(
  query: CallbackQuery,
  checks: { state?: unknown },
  { namesItself }: Pick<Provider, "namesItself">,
): void {
  if (query.state === undefined || query.state !== checks.state) {
    throw new CompanyRefusal("CompanyExpired", "the state is of another attempt");
  }
  if (!spend(query.state)) throw new CompanyRefusal("CompanyExpired", "the attempt ended before");
  if (namesItself && query.iss === undefined) {
    throw refuseAnswer("the way back does not say from which issuer");
  }
}

/** RFC 6749, section 4.1.2.1, and OpenID Connect Core 1.0, section 3.1.2.6. */
const UNREACHABLE = ["server_error", "temporarily_unavailable"];
const DENIED = ["access_denied", "login_required", "consent_required", "interaction_required"];

function toRefusal(error = ""): CompanyRefusal {
  if (DENIED.includes(error)) return new CompanyRefusal("CompanyDenied", error);
  if (UNREACHABLE.includes(error)) return new CompanyRefusal("CompanyUnreachable", error);
  return refuseAnswer("the provider reports a fault of the set-up");
}
