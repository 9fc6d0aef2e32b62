import { z } from "zod";
import { CAUSES } from "@/lib/domain/cause";
import { READ_SOURCES } from "@/lib/domain/observation";
import type { TimelineEntry } from "@/lib/domain/timeline/entry";
import { kayleDeliverySchema, recordedActionSchema } from "./kayle-event";
import { observedChangeSchema } from "./observation";

const boundSchema = z.object({ at: z.string(), clock: z.enum(["kayle", "desk"]) });

const whenSchema = z.discriminatedUnion("kind", [
  boundSchema.extend({ kind: z.literal("at") }),
  z.object({ kind: z.literal("between"), from: boundSchema, to: boundSchema }),
  z.object({ kind: z.literal("unknown") }),
]);

const lengthSchema = z.number().nullable();
const counterSchema = z.enum(["nfc", "liveness"]);

function toEntrySchema<const Kind extends string, Shape extends z.ZodRawShape>(
  kind: Kind,
  shape: Shape,
) {
  return z.object({
    kind: z.literal(kind),
    key: z.string().min(1),
    origin: z.enum(["record", "event", "clock", "seen", "staff"]),
    when: whenSchema,
    seenIn: z.object({ readAt: z.string(), source: z.enum(READ_SOURCES) }).nullable(),
    ...shape,
  });
}

/** One entry of a session's timeline, for whatever takes it as data: exports, tests, other tools. */
export const timelineEntrySchema = z.discriminatedUnion("kind", [
  toEntrySchema("created", {}),
  toEntrySchema("started", {}),
  toEntrySchema("failures", { counter: counterSchema, from: z.number(), to: z.number() }),
  toEntrySchema("first_seen", { status: z.string() }),
  toEntrySchema("deadline", {
    state: z.enum(["ahead", "passed", "unused"]),
    afterCreationMs: lengthSchema,
  }),
  toEntrySchema("overdue", { lateMs: lengthSchema }),
  toEntrySchema("ended", {
    status: z.string(),
    cause: z.enum(CAUSES),
    endedBy: z.enum(["nfc", "liveness", "device_trust", "document_data", "unclear"]).nullable(),
    lastFailure: z.string().nullable(),
    lastFailureOf: counterSchema.nullable(),
    afterCreationMs: lengthSchema,
  }),
  toEntrySchema("changed_after_end", {
    status: z.string(),
    withdrawal: z.enum(["certain", "likely"]).nullable(),
    afterEndMs: z.object({ min: z.number(), max: z.number() }).nullable(),
  }),
  toEntrySchema("minimised", {
    fields: z.array(z.enum(["failure_code", "share_fields", "redirect_url"])),
  }),
  toEntrySchema("changed", { changes: z.array(observedChangeSchema).min(1) }),
  toEntrySchema("deleted", {}),
  toEntrySchema("event", { eventId: z.string(), eventType: z.string() }),
  toEntrySchema("delivery", { delivery: kayleDeliverySchema, eventType: z.string() }),
  toEntrySchema("staff", { action: recordedActionSchema }),
  toEntrySchema("gap", { ms: z.number() }),
]) satisfies z.ZodType<TimelineEntry>;
