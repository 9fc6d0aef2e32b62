import { AuthBrowser } from "../auth-browser";

const REDIRECTS_MAX = 10;

/**
 * A browser that signs in with the company's provider: at the desk through its handlers, at the provider
 * over real HTTP. It keeps the cookies of each apart.
 */
export class CompanyBrowser extends AuthBrowser {
  readonly providerCookies = new Map<string, string>();

  /** Presses the button; gives the desk's answer. */
  async begin(callbackUrl = "/sessions"): Promise<Response> {
    const csrfToken = await this.csrfToken();
    return this.post("signin/company", { csrfToken, callbackUrl, json: "true" });
  }

  /** Presses the button; gives the provider's address. */
  async leave(callbackUrl?: string): Promise<string> {
    const answered: unknown = await (await this.begin(callbackUrl)).json();
    const has = answered !== null && typeof answered === "object" && "url" in answered;
    return has ? String(answered.url) : "";
  }

  /** Goes to the provider and from page to page there; gives the address at which it leaves again. */
  async visit(url: string, init: RequestInit = {}): Promise<string> {
    const { origin } = new URL(url);
    let next = url;
    let how = init;
    for (let count = 0; count < REDIRECTS_MAX; count += 1) {
      const answer = await this.ask(next, how);
      const location = answer.headers.get("location");
      if (!location) throw new Error(`The provider leads nowhere: ${answer.status}`);
      next = new URL(location, next).href;
      how = {};
      if (new URL(next).origin !== origin) return next;
    }
    throw new Error("The provider goes round in circles.");
  }

  /** One page of the provider. */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookie = [...this.providerCookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie) headers.set("cookie", cookie);
    const answer = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      this.providerCookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return answer;
  }

  /** Comes back to the desk. */
  async comeBack(url: string): Promise<Response> {
    return this.get("callback/company", new URL(url).search);
  }

  /** The whole way; gives the desk's last answer. */
  async signInWithCompany(callbackUrl?: string): Promise<Response> {
    return this.comeBack(await this.visit(await this.leave(callbackUrl)));
  }

  /** Another browser that holds the same cookies of the desk. */
  copy(): CompanyBrowser {
    const copy = new CompanyBrowser(this.headers, this.client);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }
}
