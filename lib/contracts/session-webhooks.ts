import { z } from "zod";
import type { EventsReach } from "@/lib/domain/webhook-access";
import { actMetaSchema } from "./api";
import { kayleEventSchema } from "./kayle-event";

/** What Kayle told of a session to the integrator's endpoints, on the desk's own wire. */

export const sessionWebhooksParamsSchema = z.strictObject({
  /** 1 reads at Kayle how deliveries stand that may have changed; without it nothing is asked. */
  live: z.enum(["0", "1"]).default("0"),
});

const reachSchema = z.object({
  access: z.enum(["ok", "no_scope", "unknown"]),
  asOf: z.string().nullable(),
  completeSince: z.string().nullable(),
}) satisfies z.ZodType<EventsReach>;

const sessionWebhooksMetaSchema = reachSchema.extend({
  /** When the deliveries were read at Kayle, of all the longest ago; null where there are none. */
  deliveriesReadAt: z.string().nullable(),
  /** The code of the fault, where a read at Kayle was asked for and failed. */
  liveFault: z.string().nullable(),
});

const dataSchema = z.object({
  /** Oldest first. */
  events: z.array(kayleEventSchema),
});

export const sessionWebhooksResponseSchema = z.object({
  data: dataSchema,
  error: z.null(),
  meta: sessionWebhooksMetaSchema,
});
export type SessionWebhooksResponse = z.infer<typeof sessionWebhooksResponseSchema>;

export const resendRequestSchema = z.strictObject({
  /** Made by the page for one attempt: sent again after a lost answer, it gets the same answer. */
  attemptId: z.uuid().optional(),
});
export type ResendRequest = z.infer<typeof resendRequestSchema>;

export const resendResponseSchema = z.object({
  data: dataSchema,
  error: z.null(),
  meta: sessionWebhooksMetaSchema.extend({
    /** How the delivery stands by the read after the call: Kayle sends it, it arrived, it failed. */
    outcome: z.enum(["queued", "delivered", "failed"]),
    ...actMetaSchema.shape,
  }),
});
export type ResendResponse = z.infer<typeof resendResponseSchema>;
export type ResendOutcome = ResendResponse["meta"]["outcome"];
/** What a receipt tells: the outcome, who asked and when. */
export type ResendReceiptFacts = Pick<ResendResponse["meta"], "outcome" | "by" | "at">;
