import "server-only";
import { isDevelopment } from "./env";

/**
 * The Content-Security-Policy of a page. Scripts and styles run only with this request's nonce;
 * `style-src-attr` is open because server-rendered `style=""` is blocked otherwise. Development also
 * needs what Next's own tools use: `eval`, unsigned styles and a socket.
 */
export function toPagePolicy(nonce: string): string {
  const dev = isDevelopment();
  const policy = {
    "default-src": "'none'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src": dev ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": dev ? "'self' ws:" : "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(policy)
    .map(([directive, value]) => `${directive} ${value}`)
    .join("; ");
}
