export type SandboxRequest = {
  method: string;
  /** A whole URL, or a path with its query. */
  url: string;
  /** Names in lower case. */
  headers?: Readonly<Record<string, string | undefined>>;
  body?: string;
  /** Aborts when the caller has left; a fault that hangs waits for it. */
  gone?: AbortSignal;
};

/** What the sandbox answers; the body is a text, a stream (only for faults), or nothing. */
export type SandboxResponse = {
  status: number;
  headers: Record<string, string>;
  body: string | AsyncIterable<string> | null;
};

export const TEXT = "text/plain; charset=UTF-8";

export function toJson(status: number, value: unknown): SandboxResponse {
  const headers = { "content-type": "application/json" };
  return { status, headers, body: JSON.stringify(value) };
}

export function toText(status: number, body: string): SandboxResponse {
  return { status, headers: { "content-type": TEXT }, body };
}

export function toEmpty(): SandboxResponse {
  return { status: 204, headers: {}, body: null };
}

/** 200 in the full envelope. */
export function toData(data: unknown, status = 200): SandboxResponse {
  return toJson(status, { data, error: null });
}

export type Page = { limit: number; hasMore: boolean; lastId: string | undefined };

export function toList(data: readonly unknown[], page: Page): SandboxResponse {
  const pagination = {
    limit: page.limit,
    has_more: page.hasMore,
    next_cursor: page.hasMore ? (page.lastId ?? null) : null,
  };
  return toJson(200, { data, error: null, pagination });
}

export type Fault = { code: string; message: string; hint: string; docs: string };

/** The error of the contract: a full envelope. */
export function toFault(status: number, error: Fault): SandboxResponse {
  return toJson(status, { data: null, error });
}

/** Recorded server 1.6.0: 401 and 403 come without `data`, `hint` and `docs`. */
export const UNAUTHORIZED = { error: { code: "UNAUTHORIZED", message: "Unauthorized" } };
export const FORBIDDEN = { error: { code: "FORBIDDEN", message: "Forbidden" } };

export const FROZEN: Fault = {
  code: "ORGANIZATION_FROZEN",
  message:
    "This organization is scheduled for deletion. API keys and verification flows are disabled until the deletion is canceled.",
  hint: "Cancel the pending deletion from the dashboard, then retry.",
  docs: "https://kayle.id/docs/errors/organization-frozen",
};

/** Recorded server 1.6.0: a refused input is answered by the validator itself, outside the envelope. */
export function toInvalid(error: { name: string; message: string }): SandboxResponse {
  return toJson(400, { success: false, error: { name: error.name, message: error.message } });
}

export function toUnknownRoute(): SandboxResponse {
  return toText(404, "404 Not Found");
}

export function toNotFound(what: "Session" | "Webhook event" | "Webhook delivery", docs: string) {
  return toFault(404, {
    code: "NOT_FOUND",
    message: `${what} not found.`,
    hint: `The ${what.toLowerCase()} with the given ID was not found.`,
    docs: `https://kayle.id/docs/api/${docs}`,
  });
}
