import { startSandbox } from "./serve/sandbox";
import { StartFault } from "./serve/start-fault";

/** `npm run sandbox`: the Sessions API by itself, as the SANDBOX_ variables ask for it. */

try {
  const { url } = await startSandbox(process.env);
  process.stdout.write(`Sandbox Sessions API is ready on ${url}\n`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
} catch (error) {
  if (!(error instanceof StartFault)) throw error;
  for (const line of error.lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}
