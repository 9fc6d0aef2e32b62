import "server-only";
import { z } from "zod";
import { DeskError, isDeskError } from "../http/desk-error";
import { toErrorResponse } from "../http/json-response";
import { readText } from "../http/read-json";
import { toRequestId } from "../http/request-id";
import { isJsonType } from "../http/require-json-type";
import { isSameOrigin } from "../http/same-origin";
import { toFailedRequest } from "../http/to-failed-request";
import { answerRefusal } from "./auth-answers";

/** What is missing or is no text becomes empty. */
const text = z.string().catch("");
const bodySchema = z.object({ csrfToken: text, callbackUrl: text, email: text, password: text });

/** All that a sign-in or sign-out may carry; whatever else is sent is not looked at. */
export type AuthBody = z.infer<typeof bodySchema>;

/**
 * What a page of the desk sent to sign in or out; next-auth may read it again. A refusal instead where no
 * page of the desk sent it as JSON, where it is larger than any, or without the form's token.
 */
export async function readAuthBody(request: Request): Promise<AuthBody | Response> {
  if (!isSameOrigin(request)) return answerRefusal("CrossOrigin");
  if (!isJsonType(request)) {
    const fault = new DeskError("UNSUPPORTED_MEDIA_TYPE", {
      logDetail: "content type is not JSON",
    });
    return toErrorResponse(toFailedRequest(fault, toRequestId(request.headers)));
  }
  const sent = await findText(request.clone());
  if (sent === null) return answerRefusal("TooLarge");
  const { data } = bodySchema.safeParse(findJson(sent));
  return data?.csrfToken ? data : answerRefusal("FormExpired", data);
}

/** The fields of a form; none where it is no form, or larger than any. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get("content-type") ?? "";
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  return new URLSearchParams((isForm && (await findText(request))) || "");
}

async function findText(request: Request): Promise<string | null> {
  try {
    return await readText(request);
  } catch (error) {
    if (isDeskError(error) && error.code === "BODY_TOO_LARGE") return null;
    throw error;
  }
}

function findJson(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return null;
  }
}
