import { sessionParams, sessionQuery } from "./input";
import { endSession } from "./organisation";
import { type SandboxResponse, toData, toEmpty, toInvalid, toList, toNotFound } from "./replies";
import type { RouteContext } from "./route";
import { isOpenStatus, toSession } from "./row";

export function getSession(context: RouteContext): SandboxResponse {
  const params = sessionParams.safeParse(context.params);
  if (!params.success) return toInvalid(params.error);
  const row = context.organisation.sessions.find(params.data.id);
  if (row === null) return toNotFound("Session", "sessions#get-by-id");
  return toData(toSession(row, context.verifyBaseUrl));
}

/** Ordered by id, so at random in time. The cursor need not exist. */
export function listSessions(context: RouteContext): SandboxResponse {
  const query = sessionQuery.safeParse(context.query);
  if (!query.success) return toInvalid(query.error);
  const { status, created_from, created_to, limit, starting_after } = query.data;
  const filter = {
    ...(status !== undefined && { status }),
    ...(created_from !== undefined && { createdFrom: Date.parse(created_from) }),
    ...(created_to !== undefined && { createdTo: Date.parse(created_to) }),
  };
  const { rows, hasMore } = context.organisation.sessions.page(filter, limit, starting_after);
  const data = rows.map((row) => toSession(row, context.verifyBaseUrl));
  return toList(data, { limit, hasMore, lastId: data.at(-1)?.id });
}

/** 204 for every session that is there; only an open one changes, even past its time. */
export function cancelSession(context: RouteContext): SandboxResponse {
  const params = sessionParams.safeParse(context.params);
  if (!params.success) return toInvalid(params.error);
  const { organisation, now } = context;
  const row = organisation.sessions.find(params.data.id);
  if (row === null) return toNotFound("Session", "sessions#cancel-by-id");
  if (isOpenStatus(row.status)) endSession(organisation, row, { status: "cancelled", at: now });
  return toEmpty();
}
