import "server-only";
import { Agent, request } from "undici";
import { refuseAnswer, refuseUnreachable } from "./company-refusal";

/** Far above any real answer: a key set, or a token with hundreds of groups. */
export const ANSWER_BYTES_MAX = 256 * 1024;
/** For the whole answer, from the connection to its last byte. */
export const ANSWER_WITHIN_MS = 3_000;

const HEADERS = {
  accept: "application/json",
  // A compressed body would slip past the cap on its size.
  "accept-encoding": "identity",
  "user-agent": "session-desk",
};

/** Next evaluates a module several times in one process; the connections must exist once. */
const store = globalThis as typeof globalThis & { __deskOidcAgent?: Agent };

/**
 * Asks the identity provider for its description or its keys; gives the JSON of a 200. No redirect is followed.
 * @throws CompanyRefusal `CompanyUnreachable` without an answer, `CompanyAnswer` over any other one.
 */
export async function askProvider(url: string): Promise<unknown> {
  const { status, text } = await get(url);
  if (status >= 500) throw refuseUnreachable(status);
  if (status !== 200) throw refuseAnswer(`the provider said ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw refuseAnswer("the provider's answer is no JSON");
  }
}

async function get(url: string): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    const answer = await request(url, { headers: HEADERS, signal, dispatcher: getAgent() });
    return { status: answer.statusCode, text: await answer.body.text() };
  } catch (error) {
    // Only the code is kept: messages and causes hold addresses.
    const { code }: { code?: unknown } = Object(error);
    if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") throw refuseAnswer("the answer is too large");
    throw refuseUnreachable(code);
  }
}

function getAgent(): Agent {
  store.__deskOidcAgent ??= new Agent({
    connect: { timeout: ANSWER_WITHIN_MS },
    maxResponseSize: ANSWER_BYTES_MAX,
  });
  return store.__deskOidcAgent;
}
