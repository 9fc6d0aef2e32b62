import "server-only";
import { randomUUID } from "node:crypto";
import type { NextAuthOptions, User } from "next-auth";
import { toSafeReturnPath } from "@/lib/domain/return-path";
import { routes } from "@/lib/routes";
import { getEnv } from "../env";
import { getLogger } from "../logger";
import { cookieOptions, csrfCookieName, sessionCookieName } from "./cookies";
import { handshakeCookies } from "./oidc/handshake-cookies";
import type { SignedIn } from "./record-sign-in";
import { SIGN_IN_COOKIE_MS } from "./sign-in-lifetime";

const LIFETIME_SECONDS = SIGN_IN_COOKIE_MS / 1000;

type NextAuthHooks = {
  /** Looks at the credentials of the request; gives the sign-in that they opened, or null. */
  authorize?: () => Promise<SignedIn | null>;
  /** The company's provider; without it next-auth knows of none. */
  company?: NextAuthOptions["providers"][number];
};

/** next-auth for one request. It does the handshake; `readSignIn` alone decides who is signed in. */
export function toNextAuthOptions({
  authorize = async () => null,
  company,
}: NextAuthHooks): NextAuthOptions {
  const options = cookieOptions();
  return {
    secret: getEnv().nextauthSecret,
    pages: { signIn: routes.signIn(), error: routes.signIn(), signOut: routes.signIn() },
    session: { strategy: "jwt", maxAge: LIFETIME_SECONDS },
    jwt: { maxAge: LIFETIME_SECONDS },
    useSecureCookies: options.secure,
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      csrfToken: { name: csrfCookieName(), options },
      // Not used. next-auth answers 500 to a malformed one; nobody can know a random name.
      callbackUrl: { name: `unused-${randomUUID()}`, options },
      ...handshakeCookies(),
    },
    providers: [
      { id: "credentials", name: "Password", type: "credentials", credentials: {}, authorize },
      ...(company ? [company] : []),
    ],
    callbacks: {
      // The cookie names the sign-in and the person, and holds no name, address or role.
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: toSignInId(user) } : token),
      redirect: ({ url, baseUrl }) => baseUrl + toSafeReturnPath(url),
    },
    logger: { error: logFault, warn: () => undefined, debug: () => undefined },
  };
}

function toSignInId(user: User): string | undefined {
  return "signInId" in user && typeof user.signInId === "string" ? user.signInId : undefined;
}

/** The code alone: the rest may hold what was typed. */
function logFault(code: string): void {
  getLogger().warn({ code }, "next-auth reported a fault");
}
