import { expect, test } from "vitest";
import { parseUrl } from "./parse-url";

test("reads a URL with letters beyond ASCII as often as it is asked", () => {
  const texts = Array.from({ length: 20_000 }, () => "https://münchen.example/a b");
  expect(texts.filter((text) => parseUrl(text) === null)).toEqual([]);
});

test("gives null for what is no URL, and reads a path with a base", () => {
  expect(parseUrl("not a url %zz")).toBeNull();
  expect(parseUrl("/sessions?q=ü", "https://desk.example")?.pathname).toBe("/sessions");
});
