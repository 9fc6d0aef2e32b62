import { z } from "zod";
import { isSessionId } from "@/lib/domain/session-id";
import { apiErrorSchema, sessionResponseSchema } from "./api";

/** The wire of `GET /api/live?ids=&rows=`: Server-Sent Events, each with one JSON value as its data. */

/** Sessions of one stream; as many ids fit into an address whatever stands before the desk. */
export const LIVE_IDS_MAX = 100;

/** The server says something at least this often, if only a comment. */
export const LIVE_HEARTBEAT_MS = 4_000;

/** A stream that was silent for so long does not deliver: it broke, or something holds it back. */
export const LIVE_SILENCE_MS = 10_000;

/** How closely a session is followed: its own page is open, or it is one row of a list. */
export type LiveLane = "page" | "row";

const idsSchema = z
  .string()
  .transform((text) => [...new Set(text.split(",").filter((id) => id !== ""))])
  .pipe(z.array(z.string().refine(isSessionId)).max(LIVE_IDS_MAX))
  .default([]);

/** Strict: an unknown name is an error. A session in both lists is followed as a page. */
export const liveParamsSchema = z
  .strictObject({ ids: idsSchema, rows: idsSchema })
  .transform(({ ids, rows }) => toWanted(ids, rows))
  .refine((wanted) => wanted.size > 0 && wanted.size <= LIVE_IDS_MAX, { path: ["ids"] });

function toWanted(ids: readonly string[], rows: readonly string[]): Map<string, LiveLane> {
  return new Map([
    ...rows.map((id): [string, LiveLane] => [id, "row"]),
    ...ids.map((id): [string, LiveLane] => [id, "page"]),
  ]);
}

/** The query string for these sessions. */
export function toLiveParamsText(wanted: ReadonlyMap<string, LiveLane>): string {
  const inLane = (lane: LiveLane) => [...wanted].flatMap(([id, own]) => (own === lane ? [id] : []));
  const parts = { ids: inLane("page"), rows: inLane("row") };
  // By hand: an id needs no escapes, and a comma would be escaped to three characters.
  return Object.entries(parts)
    .flatMap(([name, ids]) => (ids.length > 0 ? [`${name}=${ids.join(",")}`] : []))
    .join("&");
}

/** Why the server ends a stream. */
const LIVE_END_REASONS = [
  /** The sign-in ended, or the role no longer allows it. */
  "signed-out",
  /** The desk goes down; another may answer soon. */
  "server-closing",
  /** Nothing is left to follow: every session of it has ended or is gone. */
  "finished",
  /** The desk could not check whether the sign-in still counts. */
  "unavailable",
] as const;
export type LiveEndReason = (typeof LIVE_END_REASONS)[number];

export const liveEventSchema = z.discriminatedUnion("event", [
  /** As `GET /api/sessions/{id}` gives it: the first reading, and each one that shows a change. */
  z.object({ event: z.literal("session"), data: sessionResponseSchema }),
  /** Kayle gave no answer about this session; what was sent of it before is the last that is known. */
  z.object({
    event: z.literal("fault"),
    data: z.object({ id: z.string(), error: apiErrorSchema }),
  }),
  /** When each of these was read last, without a change; ISO 8601, UTC. */
  z.object({ event: z.literal("age"), data: z.record(z.string(), z.string()) }),
  z.object({ event: z.literal("end"), data: z.object({ reason: z.enum(LIVE_END_REASONS) }) }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
