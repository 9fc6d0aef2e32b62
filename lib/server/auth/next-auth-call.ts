import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type NextAuthOptions } from "next-auth";

/**
 * The one door to next-auth. It is called by its plain form (a request and a response object), with
 * only what the desk has checked: no header, no foreign cookie and no query of the browser gets in.
 * Given a raw request, next-auth 4 answers 500 to a malformed `callbackUrl` parameter or cookie.
 */
export type NextAuthCall = {
  action: "csrf" | "callback/credentials" | "signin/company" | "callback/company" | "signout";
  method: "GET" | "POST";
  /** Of the way back from the company's provider alone; empty otherwise. */
  query: Record<string, string>;
  body: Record<string, string>;
  cookies: Record<string, string>;
};

export type NextAuthAnswer = { status: number; body: unknown; setCookies: string[] };

export async function callNextAuth(
  call: NextAuthCall,
  options: NextAuthOptions,
): Promise<NextAuthAnswer> {
  const answer: NextAuthAnswer = { status: 200, body: null, setCookies: [] };
  // With `json`, next-auth tells its redirect in the body instead of a Location header.
  const body = call.method === "POST" ? { ...call.body, json: "true" } : {};
  const request = {
    method: call.method,
    query: { ...call.query, nextauth: call.action.split("/") },
    cookies: call.cookies,
    headers: {},
    body,
  };
  await NextAuth(toApiRequest(request), toApiResponse(answer), options);
  return answer;
}

/** next-auth reads these five fields of the request and nothing else. */
function toApiRequest(
  request: Pick<NextApiRequest, "method" | "query" | "cookies" | "headers" | "body">,
): NextApiRequest {
  return request as NextApiRequest;
}

/** next-auth answers through these methods of the response and no others. */
function toApiResponse(answer: NextAuthAnswer): NextApiResponse {
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    getHeader: () => answer.setCookies,
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() === "set-cookie") answer.setCookies = [value].flat();
      return response;
    },
    json: (body: unknown) => keepBody(answer, body),
    send: (body: unknown) => keepBody(answer, body),
    end: () => undefined,
  };
  return response as unknown as NextApiResponse;
}

function keepBody(answer: NextAuthAnswer, body: unknown): void {
  answer.body = body;
}
