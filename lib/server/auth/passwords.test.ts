import { hash, verify } from "@node-rs/argon2";
import { expect, test, vi } from "vitest";
import { verifyPassword } from "./passwords";

vi.mock("@node-rs/argon2", () => ({
  hash: vi.fn(async () => "a hash that nothing opens"),
  verify: vi.fn(async () => true),
}));

test.each([null, ""])(
  "an attempt without a stored hash (%j) does the same work as one with it, and never matches",
  async (stored) => {
    vi.mocked(verify).mockClear();
    expect(await verifyPassword("a stored hash", "a password")).toBe(true);
    expect(await verifyPassword(stored, "a password")).toBe(false);
    expect(vi.mocked(verify).mock.calls).toEqual([
      ["a stored hash", "a password"],
      ["a hash that nothing opens", "a password"],
    ]);
    expect(hash).toHaveBeenCalledTimes(1);
  },
);
