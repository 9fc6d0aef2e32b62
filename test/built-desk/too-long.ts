import type { RawRequest } from "./raw-http";

/** Requests that are refused before anybody reads them, and by which status. */
export const TOO_LONG: readonly { asked: RawRequest; status: number }[] = [
  { asked: { method: "GET", target: `/api/sessions?q=${"a".repeat(9_000)}` }, status: 414 },
  { asked: { method: "GET", target: `/sessions/${"a".repeat(9_000)}` }, status: 414 },
  { asked: { method: "GET", target: `/api/sessions?${"a=1&".repeat(500)}` }, status: 414 },
  {
    asked: { method: "GET", target: "/api/sessions", headers: { "x-a": "a".repeat(20_000) } },
    status: 431,
  },
  { asked: { method: "GET", target: "/api/sessions/%E0%A4%A" }, status: 400 },
  { asked: { method: "POST", target: "/sessions", body: "x=1" }, status: 405 },
];
