import "server-only";
import type { z } from "zod";
import { toInvalidRequest, toInvalidRequestFrom, toNames } from "./invalid-request";

/** The request's query by `schema`. A name given twice is an error, as either could be meant. */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  const params = [...new URL(request.url).searchParams];
  const names = params.map(([name]) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw toInvalidRequest(`Given more than once: ${toNames(twice)}.`);
  const parsed = schema.safeParse(Object.fromEntries(params));
  if (!parsed.success) throw toInvalidRequestFrom(parsed.error);
  return parsed.data;
}
