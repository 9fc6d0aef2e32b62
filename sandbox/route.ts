import type { Scope } from "./keys";
import type { Organisation } from "./organisation";
import type { SandboxResponse } from "./replies";

/** Everything that one call needs; key, organisation and scope are settled before. */
export type RouteContext = {
  organisation: Organisation;
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  body: string;
  now: number;
  verifyBaseUrl: string;
  nextSessionId(): string;
};

export type Handler = (context: RouteContext) => SandboxResponse;
export type Route = { method: string; segments: string[]; scope: Scope; handler: Handler };
