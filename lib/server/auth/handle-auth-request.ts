import "server-only";
import type { NextRequest } from "next/server";
import { ERROR_CODES } from "@/lib/contracts/error-codes";
import { routes } from "@/lib/routes";
import { withDatabaseFaults } from "../db/database-fault-error";
import { toRequestId } from "../http/request-id";
import { getLogger } from "../logger";
import { answerSignIn } from "./answer-sign-in";
import { answerSignOut } from "./answer-sign-out";
import { answerJson, answerRedirect } from "./auth-answers";
import { callNextAuth } from "./call-next-auth";
import { toNextAuthOptions } from "./next-auth-options";
import { answerBackchannelLogout } from "./oidc/answer-backchannel-logout";
import { answerCompanyCallback } from "./oidc/answer-company-callback";
import { answerCompanyStart } from "./oidc/answer-company-start";

/**
 * Answers `/api/auth/<action>`. Of next-auth's many addresses only those of a sign-in with a password
 * or with the company's provider exist here.
 */
export async function handleAuthRequest(request: NextRequest, action: string): Promise<Response> {
  try {
    return await withDatabaseFaults(() => answer(request, action));
  } catch (error) {
    // The name alone: a message may hold what somebody sent.
    const fault = error instanceof Error ? error.name : "unknown";
    const requestId = toRequestId(request.headers);
    getLogger().error({ fault, requestId }, "an authentication request failed");
    const { status, message } = ERROR_CODES.INTERNAL;
    return answerJson(status, { message, requestId });
  }
}

function answer(request: NextRequest, action: string): Promise<Response> {
  switch (`${request.method} ${action}`) {
    case "GET csrf":
      return answerCsrf(request);
    case "POST callback/credentials":
      return answerSignIn(request);
    case "POST signin/company":
      return answerCompanyStart(request);
    case "GET callback/company":
      return answerCompanyCallback(request);
    case "POST backchannel-logout":
      return answerBackchannelLogout(request);
    case "POST signout":
      return answerSignOut(request);
    case "GET signin":
    case "GET signout":
    case "GET error":
      return Promise.resolve(answerRedirect(routes.signIn()));
    default:
      return Promise.resolve(answerJson(ERROR_CODES.NOT_FOUND.status, {}));
  }
}

async function answerCsrf(request: NextRequest): Promise<Response> {
  const { body, setCookies } = await callNextAuth(request, "csrf", toNextAuthOptions({}));
  return answerJson(200, body, setCookies);
}
