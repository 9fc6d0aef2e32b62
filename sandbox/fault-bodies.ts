import { ConnectionDropped, type Fault } from "./fault";
import { type SandboxResponse, TEXT } from "./replies";

const HTML = "text/html; charset=UTF-8";
const PROXY_TITLES: Readonly<Record<number, string>> = {
  429: "Too Many Requests",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Time-out",
};

function toPage(title: string): string {
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center><hr><center>edge</center></body></html>\n`;
}

/** A 500 is the server's own, with the headers that it puts on every answer; the others are a proxy's. */
function toError(fault: Fault, response: SandboxResponse): SandboxResponse {
  const status = fault.status ?? 500;
  const title = PROXY_TITLES[status];
  const retryAfter: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { "retry-after": `${fault.retryAfterSeconds}` };
  return title === undefined
    ? {
        status,
        headers: { ...response.headers, "content-type": TEXT, ...retryAfter },
        body: "Internal Server Error",
      }
    : {
        status,
        headers: { "content-type": HTML, ...retryAfter },
        body: toPage(`${status} ${title}`),
      };
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Applies `change` to the session of an answer, or to the first of a list. */
function changeFirst(body: string, change: (session: Json) => Json): string {
  const parsed: unknown = JSON.parse(body);
  if (!isObject(parsed)) return body;
  const { data } = parsed;
  if (isObject(data)) return JSON.stringify({ ...parsed, data: change(data) });
  if (!Array.isArray(data) || !isObject(data[0])) return body;
  return JSON.stringify({ ...parsed, data: [change(data[0]), ...data.slice(1)] });
}

function toMalformed(fault: Fault, response: SandboxResponse): SandboxResponse {
  const body = typeof response.body === "string" ? response.body : "{}";
  const json = (changed: string): SandboxResponse => ({ ...response, body: changed });
  switch (fault.variant) {
    case "html":
      return { status: 200, headers: { "content-type": HTML }, body: toPage("One moment, please") };
    case "truncated":
      return json(body.slice(0, Math.floor(body.length * 0.6)));
    case "wrong-type":
      return json(changeFirst(body, (session) => ({ ...session, nfc_tries_used: "x" })));
    case "missing-field":
      return json(changeFirst(body, ({ expires_at: _, ...session }) => session));
    case "wrong-id":
      return json(changeFirst(body, (session) => ({ ...session, id: `vs_${"0".repeat(64)}` })));
    case "envelope":
      return json(JSON.stringify({ ok: true, result: [] }));
    case "empty":
      return json("");
  }
}

const CHUNK = `${"x".repeat(16_383)},`;

async function* toLarge(bytes: number): AsyncGenerator<string> {
  yield '{"data":"';
  for (let sent = 0; sent < bytes; sent += CHUNK.length) {
    yield CHUNK;
    // Lets other calls through between two pieces.
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield '","error":null}';
}

async function* toTorn(body: string): AsyncGenerator<string> {
  yield body.slice(0, Math.floor(body.length / 2));
  await new Promise((resolve) => setTimeout(resolve, 5));
  throw new ConnectionDropped("The sandbox dropped the connection in the middle.");
}

/** What a fault makes of the true answer. */
export function toBroken(fault: Fault, response: SandboxResponse): SandboxResponse {
  switch (fault.kind) {
    case "latency":
    case "hang":
      return response;
    case "error":
      // Recorded: without its database the server still refuses a call that brings no key.
      return response.status === 401 && fault.status === undefined
        ? response
        : toError(fault, response);
    case "malformed":
      return toMalformed(fault, response);
    case "drop":
      return { ...response, body: toTorn(typeof response.body === "string" ? response.body : "") };
    case "large":
      return { ...response, body: toLarge(fault.bytes ?? Number.POSITIVE_INFINITY) };
    case "redirect": {
      const location = fault.location ?? "http://169.254.0.1/elsewhere";
      return { status: fault.status ?? 302, headers: { location }, body: null };
    }
  }
}
