import "server-only";
import { Agent, request } from "undici";
import { CompanyRefusal, refuseAnswer } from "./company-refusal";

/** Far above any real answer: a key set, or a token with hundreds of groups. */
const ANSWER_BYTES_MAX = 256 * 1024;
/** For the whole answer, from the connection to its last byte. */
const ANSWER_WITHIN_MS = 3_000;

const HEADERS = {
  accept: "application/json",
  // A compressed body would slip past the cap on its size.
  "accept-encoding": "identity",
  "user-agent": "session-desk",
};

export type ProviderQuestion = {
  url: string;
  headers?: Record<string, string>;
  /** Sent as a form, by POST; without it the question is a GET. */
  form?: Record<string, string>;
};

/** Next evaluates a module several times in one process; the connections must exist once. */
const store = globalThis as typeof globalThis & { __deskOidcAgent?: Agent };

/**
 * Asks the identity provider once and gives the JSON of a 200. No redirect is followed, so neither the
 * secret nor a token travels elsewhere.
 * @throws CompanyRefusal `CompanyUnreachable` without an answer, `CompanyAnswer` over any other one.
 */
export async function askProvider({ url, headers, form }: ProviderQuestion): Promise<unknown> {
  const { status, text } = await send(url, {
    method: form ? "POST" : "GET",
    headers: {
      ...HEADERS,
      ...headers,
      ...(form && { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
  });
  if (status >= 500) throw new CompanyRefusal("CompanyUnreachable", `the provider said ${status}`);
  if (status !== 200) throw refuseAnswer(`the provider said ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw refuseAnswer("the provider's answer is no JSON");
  }
}

type Sent = { method: "GET" | "POST"; headers: Record<string, string>; body?: string };

async function send(url: string, sent: Sent): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    const answer = await request(url, { ...sent, signal, dispatcher: getAgent() });
    return { status: answer.statusCode, text: await answer.body.text() };
  } catch (error) {
    const code = findCode(error);
    if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") throw refuseAnswer("the answer is too large");
    throw new CompanyRefusal("CompanyUnreachable", `no complete answer (${code})`);
  }
}

/** Only the code is kept: messages and causes hold addresses. */
function findCode(error: unknown): string {
  const code: unknown =
    typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "no code";
}

function getAgent(): Agent {
  store.__deskOidcAgent ??= new Agent({
    connect: { timeout: ANSWER_WITHIN_MS },
    maxResponseSize: ANSWER_BYTES_MAX,
  });
  return store.__deskOidcAgent;
}
