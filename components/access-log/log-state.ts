import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { ACCESS_EVENTS, ACCESS_OUTCOMES } from "@/lib/domain/access-event";

/** The page's only state, in the URL: what the log is narrowed by. A broken value filters nothing. */
export const logParsers = {
  staff: parseAsString,
  event: parseAsStringLiteral(ACCESS_EVENTS),
  outcome: parseAsStringLiteral(ACCESS_OUTCOMES),
  session: parseAsString,
  ticket: parseAsString,
  from: parseAsString,
  to: parseAsString,
};

export type LogState = {
  staff: string | null;
  event: (typeof ACCESS_EVENTS)[number] | null;
  outcome: (typeof ACCESS_OUTCOMES)[number] | null;
  session: string | null;
  ticket: string | null;
  from: string | null;
  to: string | null;
};
