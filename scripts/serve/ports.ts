import { createServer } from "node:net";

export type PortUse = {
  host: string;
  port: number;
  /** The variable that chooses this port. */
  variable: string;
};

/** One line for each port that cannot be opened, naming the port and its variable. */
export async function findPortFaults(uses: readonly PortUse[]): Promise<string[]> {
  const faults: string[] = [];
  for (const use of uses) {
    const fault = findClash(use, uses) ?? (await findPortFault(use));
    if (fault) faults.push(fault);
  }
  return faults;
}

function findClash(use: PortUse, uses: readonly PortUse[]): string | null {
  const first = uses.find((other) => other.port === use.port);
  if (first === undefined || first === use) return null;
  return `${first.variable} and ${use.variable} are both ${use.port}. Set one of them to another port.`;
}

async function findPortFault({ host, port, variable }: PortUse): Promise<string | null> {
  if (port === 0) return `${variable} is 0. Set it to a port from 1 to 65535.`;
  const code = await tryPort(host, port);
  if (code === null) return null;
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is taken. End what uses it, or set ${variable} to another port.`;
  }
  if (code === "EACCES") {
    return `Port ${port} may not be opened by this user. Set ${variable} to a port above 1023.`;
  }
  return `Port ${port} cannot be opened on ${host} (${code}). Check HOST and ${variable}.`;
}

/** The system's error code, or null where the port could be opened; it is closed again at once. */
function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
