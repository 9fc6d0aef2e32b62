import "server-only";
import { z } from "zod";
import type {
  SavedView,
  ViewDeletedResponse,
  ViewRequest,
  ViewResponse,
  ViewsResponse,
} from "@/lib/contracts/views";
import { redactSecrets } from "@/lib/domain/redact";
import { can } from "@/lib/domain/roles";
import { VIEWS_MAX } from "@/lib/domain/saved-views";
import { parseSearch } from "@/lib/domain/search/parse";
import type { Staff } from "@/lib/domain/staff";
import { recordAct } from "../audit/record-access";
import type { Db } from "../db/db";
import { DeskError } from "../http/desk-error";
import { toInvalidRequest } from "../http/invalid-request";
import { toInvalidSearch } from "../search/invalid-search";
import { requireMay, type SessionContext } from "../sessions/session-context";
import {
  countViews,
  deleteView,
  findView,
  insertView,
  listViewRows,
  type ViewRow,
} from "./view-store";

/** The views that the person sees. */
export async function listViews(db: Db, context: SessionContext): Promise<ViewsResponse> {
  requireMay(context, "session:read");
  const rows = await listViewRows(db, context.staff.id);
  return {
    data: rows.map((row) => toSavedView(row, context.staff)),
    error: null,
    meta: { canSaveForTeam: can(context.staff.role, "team-view:write") },
  };
}

/**
 * Saves a search under a name. Only a lead may save for the team.
 * @throws DeskError FORBIDDEN, INVALID_SEARCH, INVALID_REQUEST, VIEW_NAME_TAKEN
 */
export async function createView(
  db: Db,
  request: ViewRequest,
  context: SessionContext,
): Promise<ViewResponse> {
  requireMay(context, request.scope === "team" ? "team-view:write" : "session:read");
  requireStorable(request);
  const { staff } = context;
  if ((await countViews(db, request.scope, staff.id)) >= VIEWS_MAX) {
    throw toInvalidRequest(`There are ${VIEWS_MAX} views already. Take one away first.`);
  }
  const row = await insertView(db, { ...request, ownerId: staff.id });
  if (row === null) throw new DeskError("VIEW_NAME_TAKEN", { logDetail: request.scope });
  try {
    await recordChange(context, "view saved", row);
  } catch (error) {
    await deleteView(db, row.id);
    throw error;
  }
  return { data: toSavedView(row, staff), error: null, meta: {} };
}

/**
 * Takes a view away. Somebody else's personal view is as unknown as one that never was.
 * @throws DeskError VIEW_NOT_FOUND, FORBIDDEN
 */
export async function removeView(
  db: Db,
  id: string,
  context: SessionContext,
): Promise<ViewDeletedResponse> {
  requireMay(context, "session:read");
  const row = z.uuid().safeParse(id).success ? await findView(db, id) : null;
  const { staff } = context;
  if (row === null || (row.scope === "personal" && row.ownerId !== staff.id)) {
    throw new DeskError("VIEW_NOT_FOUND", { logDetail: "no such view" });
  }
  if (row.scope === "team") requireMay(context, "team-view:write");
  await recordChange(context, "view taken away", row);
  await deleteView(db, row.id);
  return { data: { id: row.id }, error: null, meta: {} };
}

/** Nothing secret is in a view, which `requireStorable` saw to. */
function recordChange(context: SessionContext, change: string, row: ViewRow): Promise<void> {
  const { name, q, scope } = row;
  const details = { change, name, query: q, scope };
  return recordAct(context, { event: "setting", outcome: "done", details });
}

/** A view is read for long and by others: nothing secret may be in it, and it must be understood. */
function requireStorable({ name, q }: ViewRequest): void {
  if ([name, q].some((text) => redactSecrets(text).removed.length > 0)) {
    throw toInvalidRequest("There is a secret in it, which the desk does not keep.");
  }
  const result = parseSearch(q, { now: new Date(), zone: "UTC" });
  if (!result.ok) throw toInvalidSearch(result.errors);
}

function toSavedView({ id, name, q, scope, ownerId }: ViewRow, staff: Staff): SavedView {
  const isOwn = ownerId === staff.id;
  const canDelete = scope === "team" ? can(staff.role, "team-view:write") : isOwn;
  return { id, name, q, scope, isOwn, canDelete };
}
