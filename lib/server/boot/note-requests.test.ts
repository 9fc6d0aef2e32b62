import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { isBackground } from "../auth/is-background";
import { findRequestedPath } from "../requested-path";
import { noteRequests } from "./note-requests";

type Seen = { url: string; headers: IncomingHttpHeaders };
type Asked = { seen: Seen; answer: IncomingHttpHeaders; server: Server };

function toHeaders({ seen }: Asked): Pick<Headers, "get"> {
  return { get: (name) => (seen.headers[name] === undefined ? null : String(seen.headers[name])) };
}

/** What a server of this process sees of a request of ours, and the headers of what it answers. */
async function ask(
  path: string,
  headers: Record<string, string> = {},
  { method = "GET", answerHeaders = {} }: { method?: string; answerHeaders?: object } = {},
): Promise<Asked> {
  noteRequests({ trustedHops: 0, isHttps: true });
  const asked: Seen[] = [];
  const server = createServer((incoming, response) => {
    asked.push({ url: incoming.url ?? "", headers: incoming.headers });
    response.writeHead(200, { ...answerHeaders }).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  // Sent as it stands: `fetch` would tidy up the path.
  const call = request({ host: "127.0.0.1", port: address.port, path, headers, method }).end();
  const [response] = await once(call, "response");
  response.resume();
  const [seen] = asked;
  if (!seen) throw new Error("the request did not arrive");
  return { seen, answer: response.headers, server };
}

test("whatever a client says about itself, the request carries what the desk saw of it", async () => {
  const { seen } = await ask("/", {
    "x-desk-client": "6.6.6.6",
    "x-forwarded-for": "6.6.6.6",
    "x-desk-request": "req_00000000000000000000000000000000",
    "x-desk-refusal": "ADDRESS_TOO_LONG",
  });
  expect(seen.headers["x-desk-client"]).toBe("127.0.0.1");
  expect(seen.headers["x-desk-request"]).toMatch(/^req_(?!0{32})[0-9a-f]{32}$/);
  expect(seen.headers["x-desk-refusal"]).toBeUndefined();
});

test("the answer carries the id that the request was given", async () => {
  const { seen, answer } = await ask("/");
  expect(answer["x-request-id"]).toBe(seen.headers["x-desk-request"]);
});

test("every answer is stored nowhere, in no frame, read as what it says, and bound to TLS", async () => {
  const { answer } = await ask("/");
  expect(answer).toMatchObject({
    "cache-control": "no-store",
    "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  expect(answer["permissions-policy"]).toContain("camera=()");
});

test("an answer keeps a header of its own, however it spells the name", async () => {
  const answerHeaders = { "Cache-Control": "public, max-age=31536000, immutable" };
  const { answer } = await ask("/", {}, { answerHeaders });
  expect(answer["cache-control"]).toBe("public, max-age=31536000, immutable");
});

test("a slow client has half a minute for its request, from the first one on", async () => {
  const { server } = await ask("/");
  expect([server.headersTimeout, server.requestTimeout]).toEqual([15_000, 30_000]);
});

test.each([
  ["GET", "/api/sessions/%E0%A4%A", "INVALID_ADDRESS"],
  ["GET", "/api//sessions", "INVALID_ADDRESS"],
  ["GET", `/api/sessions?q=${"a".repeat(8_200)}`, "ADDRESS_TOO_LONG"],
  ["GET", `/sessions?${"a&".repeat(100)}`, "ADDRESS_TOO_LONG"],
  ["POST", "/sessions", "METHOD_NOT_ALLOWED"],
  ["GET", "http://desk.example/sessions", "INVALID_ADDRESS"],
])("%s %s is seen by no route but that of refusals", async (method, path, code) => {
  const { seen } = await ask(path, {}, { method });
  expect([seen.url, seen.headers["x-desk-refusal"]]).toEqual(["/api/refused", code]);
});

test("a broken link of a page leads to a page that says so, and to no refusal for programs", async () => {
  const { seen } = await ask("/sessions/%E0%A4%A");
  expect(seen.url).toBe("/unreadable-address");
  expect(
    findRequestedPath(new Headers({ "x-desk-path": String(seen.headers["x-desk-path"]) })),
  ).toBe("/unreadable-address");
});

test("the requested path is known to the letter, whatever a client writes in its header", async () => {
  const { seen } = await ask("/sessions?q=a%20b+c&x=%2F", { "x-desk-path": "//evil.example" });
  expect(seen.headers["x-desk-path"]).toBe("/sessions?q=a%20b+c&x=%2F");
});

test.each([
  ["next-router-prefetch", "1"],
  ["next-router-prefetch", "2"],
  ["sec-purpose", "prefetch;prerender"],
  ["purpose", "prefetch"],
])("a page that is fetched ahead (%s: %s) keeps nobody signed in", async (name, value) => {
  expect(isBackground({ headers: toHeaders(await ask("/sessions", { [name]: value })) })).toBe(
    true,
  );
});

test("a page that somebody opens is an act of theirs", async () => {
  expect(isBackground({ headers: toHeaders(await ask("/sessions", { rsc: "1" })) })).toBe(false);
});

test.each([
  ["/sessions?_rsc=abc", "/sessions"],
  ["/sessions?_rsc=abc&q=1", "/sessions?q=1"],
  ["/sessions?q=1&_rsc=abc", "/sessions?q=1"],
  ["/sessions?q=1&_rsc=abc&x=2", "/sessions?q=1&x=2"],
  ["/sessions?x_rsc=abc", "/sessions?x_rsc=abc"],
])("Next's own parameter is taken out of %s", (noted, expected) => {
  expect(findRequestedPath(new Headers({ "x-desk-path": noted }))).toBe(expected);
});

test("nothing is made of a header that is no path", () => {
  for (const noted of ["", "sessions", "http://evil.example/", "/a b"]) {
    expect(findRequestedPath(new Headers({ "x-desk-path": noted }))).toBeNull();
  }
});
