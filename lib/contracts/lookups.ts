import { z } from "zod";
import { isSessionId } from "@/lib/domain/session-id";

/** The wire of `POST /api/lookups`: which sessions a pasted text is about to open. */

/** Ids of one paste that are told. */
export const LOOKUP_TOLD_MAX = 200;

export const lookupRequestSchema = z.strictObject({
  ids: z.array(z.string().refine(isSessionId)).min(1).max(LOOKUP_TOLD_MAX),
});
export type LookupRequest = z.infer<typeof lookupRequestSchema>;

export const lookupResponseSchema = z.object({
  data: z.object({ count: z.number() }),
  error: z.null(),
  meta: z.object({}),
});
export type LookupResponse = z.infer<typeof lookupResponseSchema>;
