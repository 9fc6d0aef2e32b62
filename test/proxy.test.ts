import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { config, proxy } from "@/proxy";

const COOKIE = { cookie: "next-auth.session-token=whatever" };

function ask(path: string, headers: Record<string, string> = {}) {
  return proxy(new NextRequest(`http://127.0.0.1:3000${path}`, { headers }));
}

/** What Next's own bundler makes of the matcher: the whole path must match. */
function isMatched(path: string): boolean {
  return new RegExp(`^${config.matcher}$`).test(path);
}

describe("the courtesy before each page", () => {
  test("no script or style runs without the nonce of this request, which is new each time", () => {
    const nonces = [1, 2].map(() => {
      const policy = ask("/sessions", COOKIE).headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src [^;]*unsafe/);
      const nonce = /script-src 'self' 'nonce-([\w+/=]{32,})' 'strict-dynamic'/.exec(policy)?.[1];
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test("the page gets the same nonce, whatever nonce and policy the browser sent", () => {
    const response = ask("/sessions", {
      ...COOKIE,
      "x-nonce": "evil",
      "content-security-policy": "evil",
    });
    const nonce = response.headers.get("x-middleware-request-x-nonce") ?? "";
    expect(nonce).toMatch(/^[\w+/=]{32,}$/);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain(`'nonce-${nonce}'`);
    expect(response.headers.get("x-middleware-request-content-security-policy")).toBe(policy);
  });

  test("a page may be in no frame, and sends its forms nowhere else", () => {
    const policy = ask("/sign-in").headers.get("content-security-policy");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
  });

  test("a way back that would make the address too long is left out", () => {
    const location = ask(`/sessions?q=${"%20".repeat(2_700)}`).headers.get("location") ?? "";
    expect(new URL(location).pathname + new URL(location).search).toBe("/sign-in");
  });

  test("without any sign-in cookie a deep link leads to the sign-in page, which knows the way back", () => {
    const location = ask("/sessions/vs_1?tab=raw&x=1").headers.get("location") ?? "";
    const { pathname, search } = new URL(location);
    expect(pathname + search).toBe("/sign-in?from=%2Fsessions%2Fvs_1%3Ftab%3Draw%26x%3D1");
    expect(ask("/sign-in?from=%2Fx").headers.get("location")).toBeNull();
    expect(ask("/sessions", COOKIE).headers.get("location")).toBeNull();
  });

  test("covers every page, also one that a browser claims to prefetch, and no other file", () => {
    expect(typeof config.matcher).toBe("string");
    for (const page of ["/", "/sessions", "/sessions/vs_1", "/sign-in", "/apix", "/favicon.icon"]) {
      expect(isMatched(page)).toBe(true);
    }
    for (const other of ["/api/sessions", "/_next/static/x.js", "/favicon.ico", "/icon.svg"]) {
      expect(isMatched(other)).toBe(false);
    }
    const prefetch = ask("/sessions", { "next-router-prefetch": "1", purpose: "prefetch" });
    expect(prefetch.headers.get("location")).toContain("/sign-in");
  });
});
