import "server-only";
import { z } from "zod";
import { kayleDeliverySchema, kayleEventSchema } from "@/lib/contracts/kayle-event";
import { upstreamRowListAnswerSchema } from "@/lib/contracts/upstream";
import { findDeliveryFault, findEventFault } from "../events/find-event-fault";
import { describePaths } from "./interpret";
import { findRowId } from "./parse-answers";
import type { DeliveriesRead, EventRowRead, EventRowsRead } from "./types";

const deliveryRowSchema = kayleDeliverySchema.extend({ event_id: z.string() });

/** An event that cannot be read stands as its fault. @throws z.ZodError when there is no list. */
export function parseEventListAnswer(json: unknown): EventRowsRead {
  const { data, pagination } = upstreamRowListAnswerSchema.parse(json);
  return {
    rows: data.map(parseRow),
    hasMore: pagination.has_more,
    nextCursor: pagination.next_cursor,
  };
}

function parseRow(row: unknown): EventRowRead {
  const parsed = kayleEventSchema.safeParse(row);
  const reason = parsed.success ? findEventFault(parsed.data) : describePaths(parsed.error);
  if (parsed.success && reason === null) return { event: parsed.data };
  return { fault: { id: findRowId(row), reason: reason ?? "" } };
}

/** @throws z.ZodError also when a delivery is of another event, or has a value nobody could keep. */
export function parseDeliveryListAnswer(json: unknown, eventId: string): DeliveriesRead {
  const { data, pagination } = upstreamRowListAnswerSchema.parse(json);
  const rows = z.array(deliveryRowSchema).parse(data);
  for (const [index, { event_id, ...delivery }] of rows.entries()) {
    const field = event_id === eventId ? findDeliveryFault(delivery) : "event_id";
    if (field !== null) throw toFault(["data", index, field]);
  }
  return {
    deliveries: rows.map(({ event_id: _, ...delivery }) => delivery),
    isWhole: !pagination.has_more,
  };
}

function toFault(path: PropertyKey[]): z.ZodError {
  return new z.ZodError([{ code: "custom", path, message: "", input: undefined }]);
}
