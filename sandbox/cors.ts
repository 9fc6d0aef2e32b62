import type { SandboxResponse } from "./replies";

/** Recorded server 1.6.0: the one origin it lets in, its own dashboard's. */
const ALLOWED_ORIGIN = "http://localhost:3000";

function toOriginHeaders(origin: string | undefined): Record<string, string> {
  return {
    ...(origin === ALLOWED_ORIGIN && { "access-control-allow-origin": origin }),
    "access-control-allow-credentials": "true",
  };
}

/** The headers that stand on every answer. */
export function withCors(response: SandboxResponse, origin: string | undefined): SandboxResponse {
  const headers = { ...toOriginHeaders(origin), vary: "Origin", ...response.headers };
  return { ...response, headers };
}

export function toPreflight(origin: string | undefined): SandboxResponse {
  const vary = "Origin, Access-Control-Request-Headers";
  return { status: 204, headers: { ...toOriginHeaders(origin), vary }, body: null };
}
