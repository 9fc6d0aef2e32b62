import "server-only";
import { type ClientRequestArgs, Agent as HttpAgent, IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import { ANSWER_BYTES_MAX, ANSWER_WITHIN_MS } from "./ask-provider";
import { type CompanyRefusal, refuseAnswer, refuseUnreachable } from "./company-refusal";

/** Limits for openid-client, which next-auth uses, and what its errors mean. */

/**
 * Opens a connection for each request and closes it when the answer is too large or too late. openid-client
 * limits neither.
 */
export function createLimitedAgent(issuer: string): HttpAgent {
  const agent = issuer.startsWith("https:") ? new HttpsAgent() : new HttpAgent();
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options: ClientRequestArgs, callback) => {
    const connection = connect(options, callback);
    if (connection) limit(connection);
    return connection;
  };
  return agent;
}

function limit(connection: Duplex): void {
  const late = setTimeout(() => connection.destroy(), ANSWER_WITHIN_MS);
  let bytes = 0;
  connection.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > ANSWER_BYTES_MAX) connection.destroy();
  });
  connection.on("close", () => clearTimeout(late));
}

/** Looks only at the kind of an error: messages hold what the provider sent. */
export function toCompanyRefusal(error: unknown): CompanyRefusal {
  const { name, code, response }: Record<string, unknown> = Object(error);
  if (response instanceof IncomingMessage) {
    if (response.socket.bytesRead > ANSWER_BYTES_MAX)
      return refuseAnswer("the answer is too large");
    if (Number(response.statusCode) >= 500) return refuseUnreachable(response.statusCode);
  }
  // System errors and broken connections. Codes of Node itself and of jose begin with ERR_.
  const isBroken = typeof code === "string" && !code.startsWith("ERR_");
  return isBroken ? refuseUnreachable(code) : refuseAnswer(`openid-client refused it (${name})`);
}
