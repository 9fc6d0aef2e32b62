import type { Metadata } from "next";
import { headers } from "next/headers";
import { createLoader, type SearchParams } from "nuqs/server";
import { listParsers } from "@/components/sessions/list-state";
import { LookupResults } from "@/components/sessions/lookup-results";
import { SessionList } from "@/components/sessions/session-list";
import { extractSessionIds } from "@/lib/domain/extract-ids";
import { displayZone } from "@/lib/domain/preferences";
import { can } from "@/lib/domain/roles";
import { readSearch } from "@/lib/domain/search/read-search";
import { routes } from "@/lib/routes";
import { toAccessOrigin } from "@/lib/server/audit/access-origin";
import { requireStaff } from "@/lib/server/auth/require-staff";
import { getPageRequestId } from "@/lib/server/http/page-request-id";
import { readPreferences } from "@/lib/server/preferences/read-preferences";
import { readSearchPage } from "@/lib/server/search/read-search-page";

export const metadata: Metadata = { title: "Sessions" };

const loadListState = createLoader(listParsers);

/** The list, or the table of several pasted ids (`?ids=`). */
export default async function SessionsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const search = await searchParams;
  const staff = await requireStaff(routes.sessionsWith(search));
  const ids = typeof search.ids === "string" ? extractSessionIds(search.ids).ids : [];
  if (ids.length > 0) return <LookupResults ids={ids} />;

  const mayExport = can(staff.role, "session:export");
  const { preferences } = await readPreferences();
  const question = { q: loadListState(search).q, zone: displayZone(preferences) };
  // What is not understood is shown as such, and nothing is asked for it.
  if (!readSearch(question.q, { now: new Date(), zone: question.zone }).asked.ok) {
    return <SessionList firstPage={null} firstError={null} mayExport={mayExport} />;
  }
  const context = {
    staff,
    requestId: await getPageRequestId(),
    access: toAccessOrigin(await headers()),
  };
  const result = await readSearchPage({ ...question, facets: false }, context);
  if (!result.ok) {
    return <SessionList firstPage={null} firstError={result.error} mayExport={mayExport} />;
  }
  const firstPage = { question, response: result.response, paintId: crypto.randomUUID() };
  return <SessionList firstPage={firstPage} firstError={null} mayExport={mayExport} />;
}
