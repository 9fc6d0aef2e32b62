import { fileURLToPath } from "node:url";
import { startReplayServer } from "./replay-server";

/** Runs the replay server as a process of its own: `PORT`, and `OBSERVED_PATH` for another recording. */
const beside = new URL("../../../shared/upstream/observed.json", import.meta.url);
const observedPath = process.env["OBSERVED_PATH"] ?? fileURLToPath(beside);
const port = Number(process.env["PORT"] ?? 8788);

try {
  const server = await startReplayServer({ observedPath, port });
  process.stdout.write(`Replay server is ready on ${server.url}\n`);
} catch (error) {
  const reason = error instanceof Error && "code" in error ? error.code : error;
  process.stderr.write(`The replay server could not start on port ${port} (${reason}).\n`);
  process.exit(1);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
