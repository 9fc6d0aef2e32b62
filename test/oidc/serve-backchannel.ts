import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { NextRequest } from "next/server";
import { handleAuthRequest } from "@/lib/server/auth/handle-auth-request";

/** The desk as the provider's own server reaches it: the address for its logout, over real HTTP. */
export async function serveBackchannel(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = { "content-type": request.headers["content-type"] ?? "" };
    const asked = new NextRequest(`http://desk.invalid${request.url}`, {
      method: "POST",
      headers,
      body,
    });
    const answer = await handleAuthRequest(asked, "backchannel-logout");
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
