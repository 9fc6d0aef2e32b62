import "server-only";
import { type ClientRequestArgs, Agent as HttpAgent, IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import { ANSWER_BYTES_MAX, ANSWER_WITHIN_MS } from "./ask-provider";
import { type CompanyRefusal, refuseAnswer, refuseSilence } from "./company-refusal";

/** openid-client, as next-auth uses it, asks the provider; here it is kept within bounds. */

/**
 * A connection for each question, cut when the answer is too large or is not there in time: openid-client
 * itself bounds neither.
 */
export function createBoundedAgent(issuer: string): HttpAgent {
  const agent = issuer.startsWith("https:") ? new HttpsAgent() : new HttpAgent();
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options: ClientRequestArgs, callback) => {
    const connection = connect(options, callback);
    if (connection) bound(connection);
    return connection;
  };
  return agent;
}

function bound(connection: Duplex): void {
  const late = setTimeout(() => connection.destroy(), ANSWER_WITHIN_MS);
  let bytes = 0;
  connection.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > ANSWER_BYTES_MAX) connection.destroy();
  });
  connection.on("close", () => clearTimeout(late));
}

/** What its fault comes to. Only the kind is looked at: messages hold what the provider sent. */
export function toCompanyRefusal(error: unknown): CompanyRefusal {
  const { name, code, response }: Record<string, unknown> = Object(error);
  if (response instanceof IncomingMessage) {
    if (response.socket.bytesRead > ANSWER_BYTES_MAX)
      return refuseAnswer("the answer is too large");
    if (Number(response.statusCode) >= 500) return refuseSilence(response.statusCode);
  }
  // Of the system, or of a connection that broke; those of Node's own and of jose begin otherwise.
  const isBroken = typeof code === "string" && !code.startsWith("ERR_");
  return isBroken ? refuseSilence(code) : refuseAnswer(`openid-client refused it (${name})`);
}
