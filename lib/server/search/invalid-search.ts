import "server-only";
import type { SearchError } from "@/lib/domain/search/errors";
import { DeskError } from "../http/desk-error";

const SENTENCES_MAX = 3;

/** A text of the search grammar with faults in it: where each is, and what would mend it. */
export function toInvalidSearch(errors: readonly SearchError[]): DeskError {
  const sentences = errors.slice(0, SENTENCES_MAX).map(({ message }) => message);
  return new DeskError("INVALID_SEARCH", {
    hint: sentences.join(" "),
    details: { search: errors.map((error) => ({ ...error })) },
    // The messages hold what the person typed, which is not for the log.
    logDetail: errors.map(({ kind }) => kind).join(", "),
  });
}
