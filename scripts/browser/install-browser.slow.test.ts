import { describe, expect, it } from "vitest";
import { tryWay } from "./install-browser";

const toStep = (code: string): [string, ...string[]] => [process.execPath, "-e", code];

describe("a way to a browser", () => {
  it("has worked when each of its steps has", () => {
    const steps = [toStep("0"), toStep("0")];
    expect(tryWay({ name: "test", steps, stepTimeoutMs: 10_000 })).toBe(true);
  });

  it("has not worked when one of its steps has not, or cannot be started", () => {
    const failing = [toStep("process.exit(1)"), toStep("0")];
    expect(tryWay({ name: "test", steps: failing, stepTimeoutMs: 10_000 })).toBe(false);
    const absent: [string] = ["no-such-command"];
    expect(tryWay({ name: "test", steps: [absent], stepTimeoutMs: 10_000 })).toBe(false);
  });

  it("is given up when its time is over, as where the network swallows every packet", () => {
    const steps = [toStep("setInterval(() => {}, 1000)")];
    expect(tryWay({ name: "test", steps, stepTimeoutMs: 300 })).toBe(false);
  });
});
