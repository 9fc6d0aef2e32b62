import { describe, expect, it } from "vitest";
import { tryWay } from "./install-browser";

const toStep = (code: string) => ({ command: process.execPath, args: ["-e", code] });

describe("a way to a browser", () => {
  it("has worked when each of its steps has", async () => {
    const steps = [toStep("0"), toStep("0")];
    expect(await tryWay({ name: "test", steps, timeoutMs: 10_000 })).toBe(true);
  });

  it("has not worked when one of its steps has not, or cannot be started", async () => {
    const failing = [toStep("process.exit(1)"), toStep("0")];
    expect(await tryWay({ name: "test", steps: failing, timeoutMs: 10_000 })).toBe(false);
    const absent = [{ command: "no-such-command", args: [] }];
    expect(await tryWay({ name: "test", steps: absent, timeoutMs: 10_000 })).toBe(false);
  });

  it("is given up when its time is over, as where the network swallows every packet", async () => {
    const steps = [toStep("setInterval(() => {}, 1000)")];
    expect(await tryWay({ name: "test", steps, timeoutMs: 300 })).toBe(false);
  });
});
