import "server-only";
import { randomInt } from "node:crypto";

/** Without characters that are mistaken for one another when they are read out or copied by hand. */
const CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 5;
const GROUP_CHARACTERS = 4;

/** A password of 99 bits in five groups, such as `k7mw-…`. Shown once, kept as a hash alone. */
export function makeUpPassword(): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_CHARACTERS }, () => CHARACTERS[randomInt(CHARACTERS.length)]),
  );
  return groups.map((group) => group.join("")).join("-");
}
