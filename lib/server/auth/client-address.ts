import "server-only";
import { isIP, isIPv4 } from "node:net";

/** Set by the desk itself on each request; whatever a client sends under this name is overwritten. */
export const CLIENT_ADDRESS_HEADER = "x-desk-client";

/** The client behind a request, as noted at the door; `unknown` where nobody noted it. */
export function getClientAddress(headers: Pick<Headers, "get">): string {
  return headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown";
}

/**
 * The client's address, read from the right: `peer` is certain, and each trusted proxy vouches for
 * one entry of `x-forwarded-for` more. Entries further left are the client's own word.
 */
export function toClientAddress(
  forwarded: string | string[] | undefined,
  peer: string,
  trustedHops: number,
): string {
  const chain = [...String(forwarded ?? "").split(","), peer].map((entry) => entry.trim());
  const vouched = chain.slice(-1 - trustedHops).find((entry) => isIP(entry) !== 0);
  return toNetwork(vouched ?? peer) || "unknown";
}

/** One subscriber holds a whole IPv6 /64, so all of it counts as one client. */
function toNetwork(address: string): string {
  const mapped = /^::ffff:(?<v4>[\d.]+)$/i.exec(address)?.groups?.["v4"];
  if (mapped && isIPv4(mapped)) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail = ""] = address.split("%", 1).join("").split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const gap = address.includes("::") ? 8 - before.length - after.length : 0;
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill("0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, "").toLowerCase())
    .join(":")}::/64`;
}
