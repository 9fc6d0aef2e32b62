import { runToEnd, startChild, waitForEnd } from "../setup/children.mjs";
import { type Command, ROOT, toToolPath } from "./tools";

/** Runs commands one after the other before the person's eyes; the first exit code that is not 0. */
export async function runCommands(commands: readonly Command[]): Promise<number> {
  for (const command of commands) {
    const code = await runToEnd(toToolPath(command.tool), command.args, {
      cwd: ROOT,
      env: toEnv(command),
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (code !== 0) return code;
  }
  return 0;
}

/** The same, but keeps the output, so that commands that run at once do not talk over each other. */
export async function captureCommands(
  commands: readonly Command[],
): Promise<{ code: number; output: string }> {
  let output = "";
  for (const command of commands) {
    const child = startChild(toToolPath(command.tool), command.args, {
      cwd: ROOT,
      env: toEnv(command),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const { code } = await waitForEnd(child);
    if (code !== 0) return { code: code ?? 1, output };
  }
  return { code: 0, output };
}

function toEnv({ env }: Command): NodeJS.ProcessEnv {
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env };
}
