import { handleAuthRequest } from "@/lib/server/auth/handle-auth-request";
import { getEnv } from "@/lib/server/env";
import { runAsRoute } from "./run-as-route";

const ORIGIN = "http://127.0.0.1:3000";

/** A browser's part in signing in: it keeps cookies and sends them back. */
export class AuthBrowser {
  readonly cookies = new Map<string, string>();

  constructor(
    readonly headers: Record<string, string> = {},
    readonly client = "192.0.2.1",
  ) {}

  /** A request as the desk's server would hand it to a route. */
  request(path: string, init: RequestInit = {}): Request {
    const headers = new Headers({ ...this.headers, "x-desk-client": this.client });
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie) headers.set("cookie", cookie);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    return new Request(ORIGIN + path, { ...init, headers });
  }

  async get(action: string, query = ""): Promise<Response> {
    return this.keep(await ask(action, this.request(`/api/auth/${action}${query}`)));
  }

  /** `sent` are headers beside those of the desk's own page; null takes one of these away. */
  async post(
    action: string,
    fields: Record<string, string>,
    sent: Record<string, string | null> = {},
    query = "",
  ): Promise<Response> {
    const body = JSON.stringify(fields);
    const headers = new Headers({
      "content-type": "application/json",
      origin: new URL(getEnv().nextauthUrl).origin,
    });
    for (const [name, value] of Object.entries(sent)) {
      if (value === null) headers.delete(name);
      else headers.set(name, value);
    }
    const request = this.request(`/api/auth/${action}${query}`, { method: "POST", body, headers });
    return this.keep(await ask(action, request));
  }

  async signIn(email: string, password: string, more = {}): Promise<Response> {
    const csrfToken = await this.csrfToken();
    const fields = { email, password, csrfToken, ...more };
    return this.post("callback/credentials", fields);
  }

  async signOut(): Promise<Response> {
    return this.post("signout", { csrfToken: await this.csrfToken() });
  }

  async csrfToken(): Promise<string> {
    const body: unknown = await (await this.get("csrf")).json();
    const has = body !== null && typeof body === "object" && "csrfToken" in body;
    return has ? String(body.csrfToken) : "";
  }

  private keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const name = pair.slice(0, pair.indexOf("="));
      if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(name.length + 1));
    }
    return response;
  }
}

function ask(action: string, request: Request): Promise<Response> {
  return runAsRoute(request, (asked) => handleAuthRequest(asked, action));
}
