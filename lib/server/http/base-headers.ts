import "server-only";

/** Two years, the least that browsers' own lists take. */
const HSTS = "max-age=63072000; includeSubDomains";

/** An answer that is no page needs no script, style or image at all. */
const POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

const PERMISSIONS = [
  "accelerometer",
  "bluetooth",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/**
 * The headers that every answer of the desk carries unless it has its own: nothing is stored, framed,
 * sniffed, or told to other sites.
 */
export function toBaseHeaders(isHttps: boolean): Record<string, string> {
  return {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": PERMISSIONS.map((name) => `${name}=()`).join(", "),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(isHttps && { "strict-transport-security": HSTS }),
  };
}
