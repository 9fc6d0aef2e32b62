import "server-only";
import { createHash } from "node:crypto";
import type { SearchParams } from "@/lib/contracts/search-params";
import type { AccessDetails } from "@/lib/domain/access-event";
import { redactSecrets } from "@/lib/domain/redact";
import { BUILT_IN_VIEWS } from "@/lib/domain/saved-views";
import type { SessionContext } from "../sessions/session-context";
import { isOpenView, writeOncePerView } from "./open-views";
import { recordAct } from "./record-access";
import { isViewOpen } from "./record-view";

type Found = { total: number; totalIsExact: boolean };

/**
 * Has a search in the access log before its answer is given away. Further pages, the counts beside
 * the list and refreshes by the page itself belong to the search that is open.
 *
 * @throws DeskError AUDIT_UNAVAILABLE
 */
export async function recordSearch(
  context: SessionContext,
  params: SearchParams,
  { total, totalIsExact }: Found,
): Promise<void> {
  const anySearch = `${context.staff.signInId} search`;
  if (isOwnCount(params) && isOpenView(anySearch)) return;
  // A page that reads sessions again which its person has opened one by one.
  if (context.background && params.ids?.every((id) => isViewOpen(context, id))) return;
  const isPart = context.background || params.cursor !== undefined || params.limit === 0;
  const details = { ...toQuestion(params), total, totalIsExact };
  await writeOncePerView(toKey(context, params), isPart ? "part" : "person", () =>
    recordAct(context, { event: "search", outcome: "done", details }),
  );
  await writeOncePerView(anySearch, "part", async () => undefined);
}

/** The counts of the views that every list shows: nobody asked for them, and they name no session. */
function isOwnCount({ q, limit, ids }: SearchParams): boolean {
  return limit === 0 && ids === undefined && BUILT_IN_VIEWS.some((view) => view.q === q);
}

/** What was asked for, without secrets: a browser cuts them out, but nobody need use a browser. */
function toQuestion({ q, sort, zone, ids }: SearchParams): AccessDetails {
  return {
    query: redactSecrets(q).text,
    sort: sort === undefined ? null : redactSecrets(sort).text,
    zone,
    ...(ids && { ids }),
  };
}

/** A fingerprint, so that the memory stays small however long the text is. */
function toKey({ staff }: SessionContext, { q, sort, zone, ids }: SearchParams): string {
  const question = JSON.stringify([q, sort ?? null, zone, ids ?? null]);
  const hash = createHash("sha256").update(question).digest("base64url");
  return `${staff.signInId} search ${hash}`;
}
