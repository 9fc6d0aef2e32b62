import "server-only";
import { isInsecure } from "./env-fields";

/** Rules between variables. Read from the raw source, so that they are reported with the rest. */

type Source = Readonly<Record<string, string | undefined>>;

/** What is missing or not allowed in the mode that the source asks for, a line each. */
export function findModeFaults(set: Source): string[] {
  const halfSet = findHalfSet(set);
  if (halfSet) return [halfSet];
  return set["KAYLE_API_KEY"] === undefined ? findDemoFaults(set) : findRealFaults(set);
}

/** Which of the two variables for Kayle stands alone, in words; null where none does. */
export function findHalfSet(set: Source): string | null {
  const [present, absent] =
    set["KAYLE_API_URL"] === undefined
      ? ["KAYLE_API_KEY", "KAYLE_API_URL"]
      : ["KAYLE_API_URL", "KAYLE_API_KEY"];
  if (set[present] === undefined || set[absent] !== undefined) return null;
  return `${present} is set but ${absent} is not. Set both to use Kayle, or neither for the demo.`;
}

function findDemoFaults(set: Source): string[] {
  const missing = ["NEXTAUTH_SECRET", "SANDBOX_API_KEY"]
    .filter((name) => set[name] === undefined)
    .map((name) => `${name} is not set. In demo mode "npm start" and "npm run dev" make one.`);
  // A key that may cancel real sessions has no business in a demo.
  if (set["KAYLE_WRITE_API_KEY"] === undefined) return missing;
  const alone = "KAYLE_WRITE_API_KEY is set but KAYLE_API_URL and KAYLE_API_KEY are not.";
  return [...missing, `${alone} Set all three to use Kayle, or none for the demo.`];
}

function findRealFaults(set: Source): string[] {
  const missing = ["NEXTAUTH_SECRET", "NEXTAUTH_URL"]
    .filter((name) => set[name] === undefined)
    .map((name) => `${name} is not set. It is required once KAYLE_API_KEY is set.`);
  const insecure = ["KAYLE_API_URL", "NEXTAUTH_URL"]
    .filter((name) => isInsecure(set[name]))
    .map((name) => `${name} must be https, except for an address of this machine itself.`);
  return [...missing, ...insecure];
}
