import { expect, it } from "vitest";
import { toLocalUrl, toUrl } from "./addresses";

it("an address is written as a browser takes it", () => {
  expect(toUrl("127.0.0.1", 3000)).toBe("http://127.0.0.1:3000");
  expect(toUrl("::1", 3000)).toBe("http://[::1]:3000");
  expect(toUrl("[::1]", 3000)).toBe("http://[::1]:3000");
});

it("a server that listens everywhere is asked on this machine", () => {
  expect(toLocalUrl("0.0.0.0", 3000)).toBe("http://127.0.0.1:3000");
  expect(toLocalUrl("::", 3000)).toBe("http://[::1]:3000");
  expect(toLocalUrl("desk.internal", 3000)).toBe("http://desk.internal:3000");
});
