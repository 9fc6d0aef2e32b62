import "server-only";
import type { z } from "zod";
import { DeskError } from "./desk-error";

const NAMES_MAX = 5;

/** A request that was not understood; `hint` says which part, `logDetail` the same. */
export function toInvalidRequest(hint: string): DeskError {
  return new DeskError("INVALID_REQUEST", { hint, logDetail: hint });
}

/** Names the parts that were wrong. Values stay out: they are the person's, or a pasted secret. */
export function toInvalidRequestFrom(error: z.ZodError): DeskError {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys : [],
  );
  const wrong = error.issues
    .filter((issue) => issue.code !== "unrecognized_keys")
    .map((issue) => String(issue.path[0] ?? "the whole of it"));
  const sentences = [
    ...(unknown.length > 0 ? [`Not known here: ${toNames(unknown)}.`] : []),
    ...(wrong.length > 0 ? [`Not accepted as it is: ${toNames(wrong)}.`] : []),
  ];
  return toInvalidRequest(sentences.join(" "));
}

/** Each name once; what does not look like one of a parameter may be anything, so it is not shown. */
export function toNames(names: readonly string[]): string {
  const shown = names.map((name) => (/^[a-z][a-z _]{0,29}$/.test(name) ? name : "(another name)"));
  return [...new Set(shown)].slice(0, NAMES_MAX).join(", ");
}
