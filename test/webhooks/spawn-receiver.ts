import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Agent, type IncomingMessage, request as sendRequest } from "node:http";
import { createInterface } from "node:readline";
import type { WebhookCounters } from "@/lib/server/webhooks/counters";
import type { Delivery } from "./deliveries";

type Answer = { status: number; text: string; headers: Record<string, unknown> };

export type Receiver = {
  url: string;
  /** Where its database is. */
  folder: string;
  /** Everything it has printed so far, on either stream. */
  output(): string;
  counters(): Promise<WebhookCounters>;
  send(delivery: Partial<Delivery>, method?: string, agent?: Agent): Promise<Answer>;
  /** Ends it as an operator would, and waits. */
  stop(): Promise<void>;
};

/** Starts the receiver as a process of its own. Whoever starts it ends it. */
export async function spawnReceiver(variables: Record<string, string>): Promise<Receiver> {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "test/webhooks/receiver-child.ts"],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], NODE_ENV: "test", LOG_LEVEL: "trace", ...variables },
    },
  );
  const gone = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const lines = createInterface({ input: child.stdout });
  const [first] = await Promise.race([once(lines, "line"), gone]);
  const port = /^port (\d+)$/.exec(String(first))?.[1];
  if (port === undefined) throw new Error(`the receiver did not start:\n${output}`);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    folder: variables["DESK_DATA_DIR"] ?? "",
    output: () => output,
    counters: async () => (await (await fetch(`${url}/counters`)).json()) as WebhookCounters,
    send: (delivery, method = "POST", agent) =>
      send(`${url}/api/webhooks/kayle`, { method, ...(agent && { agent }) }, delivery),
    async stop() {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** By Node's own client: `fetch` would add headers, and refuse to send some bodies. */
async function send(
  url: string,
  options: { method: string; agent?: Agent },
  { headers = {}, body }: Partial<Delivery>,
): Promise<Answer> {
  // Without a length Node would send a DELETE's body as if it were a further request.
  const length =
    body === undefined || "transfer-encoding" in headers ? null : Buffer.byteLength(body);
  const framed = length === null ? headers : { ...headers, "content-length": String(length) };
  const request = sendRequest(url, { ...options, headers: framed });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // A refusal may come before the whole body is out; the fault of sending the rest comes later.
    request.once("response", resolve).on("error", reject);
    request.end(body);
  });
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return { status: response.statusCode ?? 0, text, headers: response.headers };
}
