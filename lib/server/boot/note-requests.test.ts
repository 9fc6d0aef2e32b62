import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { isBackground } from "../auth/is-background";
import { findRequestedPath } from "../requested-path";
import { noteRequests } from "./note-requests";

/** The headers that a server of this process sees for a request of ours. */
async function ask(path: string, headers: Record<string, string>): Promise<Headers> {
  noteRequests(0);
  const server = createServer((request, response) => {
    response.end(JSON.stringify(request.headers));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const response = await fetch(`http://127.0.0.1:${address.port}${path}`, { headers });
  return new Headers(
    Object.entries(await response.json()).map(([name, value]) => [name, String(value)]),
  );
}

test("whatever a client says about itself, the request carries the address of its socket", async () => {
  const seen = await ask("/", { "x-desk-client": "6.6.6.6", "x-forwarded-for": "6.6.6.6" });
  expect(seen.get("x-desk-client")).toBe("127.0.0.1");
});

test("the requested path is known to the letter, whatever a client writes in its header", async () => {
  const seen = await ask("/sessions?q=a%20b+c&x=%2F", { "x-desk-path": "//evil.example" });
  expect(findRequestedPath(seen)).toBe("/sessions?q=a%20b+c&x=%2F");
});

test.each([
  ["next-router-prefetch", "1"],
  ["next-router-prefetch", "2"],
  ["sec-purpose", "prefetch;prerender"],
  ["purpose", "prefetch"],
])("a page that is fetched ahead (%s: %s) keeps nobody signed in", async (name, value) => {
  expect(isBackground({ headers: await ask("/sessions", { [name]: value }) })).toBe(true);
});

test("a page that somebody opens is an act of theirs", async () => {
  expect(isBackground({ headers: await ask("/sessions", { rsc: "1" }) })).toBe(false);
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
