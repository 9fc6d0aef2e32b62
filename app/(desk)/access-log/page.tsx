import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { createLoader, type SearchParams } from "nuqs/server";
import { AccessLogView } from "@/components/access-log/access-log-view";
import { LogRefused } from "@/components/access-log/log-refused";
import { logParsers } from "@/components/access-log/log-state";
import { toFilters } from "@/components/access-log/to-filters";
import { ACCESS_LIMIT_DEFAULT, toAccessLogText } from "@/lib/contracts/access-log";
import { displayZone } from "@/lib/domain/preferences";
import { can } from "@/lib/domain/roles";
import { accessPagesOptions } from "@/lib/queries/access-queries";
import { routes } from "@/lib/routes";
import { toAccessOrigin } from "@/lib/server/audit/access-origin";
import { readAccessPage } from "@/lib/server/audit/search-access";
import { requireStaff } from "@/lib/server/auth/require-staff";
import { getPageRequestId } from "@/lib/server/http/page-request-id";
import { readPreferences } from "@/lib/server/preferences/read-preferences";

export const metadata: Metadata = { title: "Access log" };

const loadLogState = createLoader(logParsers);

/** The access log, for leads and up. The first paint holds its newest rows. */
export default async function AccessLogPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const state = loadLogState(await searchParams);
  const { preferences } = await readPreferences();
  const { filters, faulty } = toFilters(state, displayZone(preferences));
  const staff = await requireStaff(routes.accessLog(toAccessLogText(filters)));
  const mayRead = can(staff.role, "access-log:read");
  // What is not understood is shown as such, and nothing is asked for it.
  if (mayRead && faulty.length > 0) return <AccessLogView firstError={null} />;
  const question = { ...filters, cursor: undefined, limit: ACCESS_LIMIT_DEFAULT };
  const context = {
    staff,
    requestId: await getPageRequestId(),
    access: toAccessOrigin(await headers()),
  };
  const result = await readAccessPage(question, context);
  if (!result.ok && result.error.code === "FORBIDDEN") return <LogRefused role={staff.role} />;
  if (!result.ok) return <AccessLogView firstError={result.error} />;
  const client = new QueryClient();
  client.setQueryData(accessPagesOptions(filters).queryKey, {
    pages: [result.response],
    pageParams: [null],
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AccessLogView firstError={null} />
    </HydrationBoundary>
  );
}
