import { z } from "zod";
import {
  type Observation,
  type ObservedChange,
  READ_SOURCES,
  type ReadState,
} from "@/lib/domain/observation";

/** What the desk saw of a session, as it is stored and sent to its own pages. */

const readStateSchema = z.object({
  status: z.string(),
  failure_code: z.string().nullable(),
  nfc_tries_used: z.number(),
  liveness_tries_used: z.number(),
  created_at: z.string(),
  expires_at: z.string(),
  completed_at: z.string().nullable(),
  updated_at: z.string(),
  shareFieldCount: z.number(),
  hasRedirect: z.boolean(),
  rest: z.record(z.string(), z.string()),
}) satisfies z.ZodType<ReadState>;

function toChangeSchema<const Field extends string, Value extends z.ZodType>(
  field: Field,
  value: Value,
) {
  return z.object({ field: z.literal(field), from: value, to: value });
}

export const observedChangeSchema = z.discriminatedUnion("field", [
  toChangeSchema("status", z.string()),
  toChangeSchema("failure_code", z.string().nullable()),
  toChangeSchema("nfc_tries_used", z.number()),
  toChangeSchema("liveness_tries_used", z.number()),
  toChangeSchema("created_at", z.string().nullable()),
  toChangeSchema("expires_at", z.string().nullable()),
  toChangeSchema("completed_at", z.string().nullable()),
  toChangeSchema("updated_at", z.string().nullable()),
  toChangeSchema("share_fields", z.number()),
  toChangeSchema("redirect_url", z.boolean()),
  toChangeSchema("deleted", z.boolean()),
  z.object({ field: z.literal("other"), name: z.string() }),
]) satisfies z.ZodType<ObservedChange>;

export const observationSchema = z.object({
  readAt: z.string(),
  previousReadAt: z.string().nullable(),
  source: z.enum(READ_SOURCES),
  changes: z.array(observedChangeSchema),
  state: readStateSchema.nullable(),
}) satisfies z.ZodType<Observation>;

/** What the desk saw of one session; the newest last. */
export const observationsResponseSchema = z.object({
  data: z.array(observationSchema),
  error: z.null(),
  meta: z.object({}),
});
export type ObservationsResponse = z.infer<typeof observationsResponseSchema>;
