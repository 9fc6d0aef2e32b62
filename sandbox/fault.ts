import { z } from "zod";

/**
 * One way in which the sandbox misbehaves.
 * - `latency`: waits before the true answer.
 * - `error`: 500 as Kayle sends it, or 429, 502, 503, 504 with the HTML of a proxy in front.
 * - `malformed`: 200 with a body that is no answer.
 * - `drop`: the connection is torn before the answer, or in the middle of it.
 * - `hang`: silence until the caller goes away.
 * - `large`: a JSON body of `bytes`; without `bytes` it never ends.
 * - `redirect`: sends the caller to `location`.
 */
export const faultSchema = z.strictObject({
  kind: z.enum(["latency", "error", "malformed", "drop", "hang", "large", "redirect"]),
  /** Only calls whose path begins so. */
  pathPrefix: z.string().optional(),
  /** Only calls that name this session. */
  sessionId: z.string().optional(),
  method: z.string().optional(),
  /** How many calls it strikes; then it is over. */
  times: z.int().positive().optional(),
  /** Which part of the calls it strikes, 0 to 1. */
  rate: z.number().min(0).max(1).default(1),
  latencyMs: z.number().nonnegative().default(0),
  jitterMs: z.number().nonnegative().default(0),
  status: z.int().min(300).max(599).optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
  variant: z
    .enum(["html", "truncated", "wrong-type", "missing-field", "wrong-id", "envelope", "empty"])
    .default("html"),
  middle: z.boolean().default(false),
  bytes: z.int().positive().optional(),
  location: z.string().optional(),
});
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { id: string };

/** Rejected where the connection is torn instead of an answer. */
export class ConnectionDropped extends Error {
  override name = "ConnectionDropped";
}
