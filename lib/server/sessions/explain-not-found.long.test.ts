import { expect, onTestFinished, test } from "vitest";
import { DeskError } from "../http/desk-error";
import { explainNotFound } from "./explain-not-found";

test("an answer waits half a second at most for a database that never answers", async () => {
  const store = globalThis as { __deskDatabase?: unknown };
  store.__deskDatabase = new Promise(() => {});
  onTestFinished(() => void Reflect.deleteProperty(store, "__deskDatabase"));
  const startedAt = performance.now();
  await explainNotFound(`vs_${"a".repeat(64)}`, new DeskError("NOT_FOUND", { logDetail: "gone" }));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
