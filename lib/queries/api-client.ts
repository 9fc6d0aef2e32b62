import type { z } from "zod";
import {
  type ApiError,
  type CancelRequest,
  type CancelResponse,
  cancelResponseSchema,
  errorResponseSchema,
  type SessionResponse,
  sessionResponseSchema,
} from "@/lib/contracts/api";
import { routes } from "@/lib/routes";
import { ApiClientError, toClientFault } from "./api-client-error";
import { toPageHeaders } from "./page-person";
import { noteAnswer } from "./signed-out";

export type CallOptions = {
  signal?: AbortSignal | undefined;
  /** The page asks by itself, so the call must not keep an idle person signed in. */
  background?: boolean;
};

/** One session as Kayle has it now. @throws ApiClientError */
export function fetchSession(id: string, options: CallOptions = {}): Promise<SessionResponse> {
  return callApi(routes.api.session(id), sessionResponseSchema, { method: "GET" }, options);
}

/** Cancels a session and answers with what it is now. @throws ApiClientError */
export function postCancelSession(
  id: string,
  body: CancelRequest,
  options: CallOptions = {},
): Promise<CancelResponse> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  return callApi(routes.api.cancelSession(id), cancelResponseSchema, init, options);
}

/** The words for whatever a query or mutation threw. */
export function toApiError(error: unknown): ApiError {
  return error instanceof ApiClientError ? error.error : toClientFault("UNREADABLE_ANSWER").error;
}

/** Calls the desk's own API and checks the answer. @throws ApiClientError */
export async function callApi<T>(
  path: string,
  schema: z.ZodType<T>,
  init: { method: string; headers?: Record<string, string>; body?: string },
  { signal, background = false }: CallOptions = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json", ...init.headers };
  // The desk takes no change that says to be anything else, even where there is nothing to say.
  if (init.method !== "GET") headers["content-type"] = "application/json";
  Object.assign(headers, toPageHeaders(background));
  const response = await send(path, {
    ...init,
    headers,
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    signal: signal ?? null,
  });
  const body = await readJson(response, signal);
  if (!response.ok) throw toAnsweredError(body, response.status);
  noteAnswer(null);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw toClientFault("UNREADABLE_ANSWER");
  return parsed.data;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    // An aborted call is nobody's fault: whoever aborted it recognises its own error.
    if (init.signal?.aborted) throw error;
    throw toClientFault("OFFLINE");
  }
}

async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    // A body that is cut off is the connection's fault, one that is not JSON is not.
    if (error instanceof SyntaxError) return undefined;
    throw toClientFault("OFFLINE");
  }
}

function toAnsweredError(body: unknown, status: number): ApiClientError {
  const parsed = errorResponseSchema.safeParse(body);
  if (parsed.success) {
    noteAnswer(parsed.data.error);
    return new ApiClientError(parsed.data.error, status);
  }
  return toClientFault("UNREADABLE_ANSWER");
}
