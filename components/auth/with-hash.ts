/** A path with the fragment of the address bar, unless it has one of its own. */
export function withHash(path: string, hash: string): string {
  return path.includes("#") ? path : path + hash;
}
