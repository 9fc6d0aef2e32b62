import "server-only";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { StaffError } from "./manage-staff";

export type PasswordSource = {
  stdin: NodeJS.ReadStream;
  stderr: NodeJS.WriteStream;
};

/**
 * Reads a password: from a terminal twice and without showing it, from a pipe its first line. Never
 * from an argument, where every user of the machine could read it.
 */
export async function readPassword(source: PasswordSource): Promise<string> {
  if (!source.stdin.isTTY) return (await readLines(source, [""]))[0] ?? "";
  const [first = "", second = ""] = await readLines(source, ["Password: ", "The same again: "]);
  if (first === second) return first;
  throw new StaffError("The two passwords differ.");
}

/** Asks one question after the other and gives the lines that came back. */
async function readLines({ stdin, stderr }: PasswordSource, asks: string[]): Promise<string[]> {
  // readline echoes what is typed to its output, so its output goes nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output, terminal: stdin.isTTY });
  lines.on("SIGINT", () => process.exit(130));
  const iterator = lines[Symbol.asyncIterator]();
  const answers: string[] = [];
  for (const ask of asks) {
    stderr.write(ask);
    const line = await iterator.next();
    if (ask) stderr.write("\n");
    if (line.done) break;
    answers.push(line.value);
  }
  lines.close();
  return answers;
}
