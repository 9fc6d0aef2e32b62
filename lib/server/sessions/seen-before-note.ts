import "server-only";
import { cache } from "react";
import type { ErrorDetails } from "@/lib/contracts/api";

type Seen = ErrorDetails["seenBefore"];
type Note = { read: Promise<Seen>; write: (seen: Seen) => void };

/**
 * From a page to the not-found page of the same request, which Next gives no way to pass anything.
 * Next renders both, whatever becomes of the first, so the page must always write; only the first
 * writing counts.
 */
export const getSeenBeforeNote: () => Note = cache(() => {
  let write: Note["write"] = () => undefined;
  const read = new Promise<Seen>((resolve) => {
    write = resolve;
  });
  return { read, write };
});
