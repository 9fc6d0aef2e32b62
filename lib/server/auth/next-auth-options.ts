import "server-only";
import type { NextAuthOptions } from "next-auth";
import { toSafeReturnPath } from "@/lib/domain/return-path";
import { routes } from "@/lib/routes";
import { getEnv } from "../env";
import { getLogger } from "../logger";
import { cookieOptions, csrfCookieName, sessionCookieName } from "./cookies";
import { type CompanyHandshake, toCompanyProvider } from "./oidc/company-provider";
import { handshakeCookies } from "./oidc/handshake-cookies";
import { SIGN_IN_COOKIE_MS } from "./sign-in-lifetime";

const LIFETIME_SECONDS = SIGN_IN_COOKIE_MS / 1000;

/** next-auth turns whatever a hook throws into a refusal; whoever calls must note faults itself. */
export type NextAuthHooks = {
  /** Looks at the credentials; gives the sign-in that they opened, or null. */
  authorize?: (email: string, password: string) => Promise<{ id: string; signInId: string } | null>;
  onSignOut?: (signInId: string) => Promise<void>;
  /** The company's provider; without it next-auth knows of none. */
  company?: CompanyHandshake;
};

/** next-auth for one request. It does the handshake; `readSignIn` alone decides who is signed in. */
export function toNextAuthOptions(hooks: NextAuthHooks): NextAuthOptions {
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
      ...handshakeCookies(),
    },
    providers: [
      toCredentialsProvider(hooks),
      ...(hooks.company ? [toCompanyProvider(hooks.company)] : []),
    ],
    callbacks: {
      // The cookie names the sign-in and the person, and holds no name, address or role.
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: toSignInId(user) } : token),
      redirect: ({ url, baseUrl }) => baseUrl + toSafeReturnPath(url),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.["sid"] === "string") await hooks.onSignOut?.(token["sid"]);
      },
    },
    logger: { error: logFault, warn: () => undefined, debug: () => undefined },
  };
}

function toCredentialsProvider(hooks: NextAuthHooks): NextAuthOptions["providers"][number] {
  return {
    id: "credentials",
    name: "Password",
    type: "credentials",
    credentials: { email: { label: "Email" }, password: { label: "Password", type: "password" } },
    authorize: async (credentials) => {
      const { email = "", password = "" } = credentials ?? {};
      return (await hooks.authorize?.(email, password)) ?? null;
    },
  };
}

function toSignInId(user: object): string | undefined {
  return "signInId" in user && typeof user.signInId === "string" ? user.signInId : undefined;
}

/** The code alone: the rest may hold what was typed. */
function logFault(code: string): void {
  getLogger().warn({ code }, "next-auth reported a fault");
}
