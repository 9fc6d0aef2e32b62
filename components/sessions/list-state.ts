import { parseAsString } from "nuqs/server";

/** The list's only state, in the URL: what is searched for, and whose session is peeked at. */
export const listParsers = {
  q: parseAsString.withDefault(""),
  peek: parseAsString,
};
