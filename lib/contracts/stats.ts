import { z } from "zod";
import { FAILURE_KINDS, type FailureCounts, type FailureMix } from "@/lib/domain/failure-mix";

/** The wire of `GET /api/stats/failures`: counts, and nothing of any one session. */

const countsSchema = z.object({
  finished: z.number(),
  failed: z.record(z.enum(FAILURE_KINDS), z.number()),
}) satisfies z.ZodType<FailureCounts>;

const failureMixSchema = z.object({
  hour: countsSchema,
  before: countsSchema,
  isComplete: z.boolean(),
}) satisfies z.ZodType<FailureMix>;

export const failureMixResponseSchema = z.object({
  data: failureMixSchema,
  error: z.null(),
  /** ISO 8601, UTC. */
  meta: z.object({ countedAt: z.string() }),
});
export type FailureMixResponse = z.infer<typeof failureMixResponseSchema>;
