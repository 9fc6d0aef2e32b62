/** The address that the desk says it is ready on. */
export function toUrl(host: string, port: number): string {
  return `http://${bracket(host)}:${port}`;
}

/** An address of this machine that reaches a server listening on `host`, which may be "all". */
export function toLocalUrl(host: string, port: number): string {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  return toUrl(everywhere[host] ?? host, port);
}

function bracket(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}
