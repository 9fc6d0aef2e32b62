import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { createLoader, type SearchParams } from "nuqs/server";
import { LookupResults } from "@/components/sessions/lookup-results";
import { SessionList } from "@/components/sessions/session-list";
import { listParsers, toListQuery } from "@/components/sessions/session-list-state";
import { extractSessionIds } from "@/lib/domain/extract-ids";
import { displayZone, PREFERENCES_COOKIE, parsePreferences } from "@/lib/domain/preferences";
import { queryKeys } from "@/lib/queries/query-keys";
import { routes } from "@/lib/routes";
import { requireStaff } from "@/lib/server/auth/require-staff";
import { readSessionList } from "@/lib/server/sessions/read-session-list";

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

  const preferences = parsePreferences((await cookies()).get(PREFERENCES_COOKIE)?.value);
  const query = toListQuery(loadListState(search), displayZone(preferences));
  const result = await readSessionList(query, { staff });
  const queryClient = new QueryClient();
  if (result.ok) queryClient.setQueryData(queryKeys.sessionList(query), result.response);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SessionList />
    </HydrationBoundary>
  );
}
