import "server-only";
import type { ServerResponse } from "node:http";

/**
 * Adds `defaults` to whatever answer is sent, where it has no header of that name. Done as the headers
 * leave, because Next keeps what was set before and would then drop a route's own.
 */
export function fillHeaders(response: ServerResponse, defaults: Record<string, string>): void {
  const writeHead = response.writeHead.bind(response);
  // Next gives one object of headers at most, and Node itself calls this for an answer without any.
  function writeFilledHead(...given: Parameters<typeof writeHead>): ServerResponse {
    const own = given.find((part) => typeof part === "object");
    const names = new Set(Object.keys(own ?? {}).map((name) => name.toLowerCase()));
    for (const [name, value] of Object.entries(defaults)) {
      if (!names.has(name) && !response.hasHeader(name)) response.setHeader(name, value);
    }
    return writeHead(...given);
  }
  response.writeHead = writeFilledHead as typeof response.writeHead;
}
