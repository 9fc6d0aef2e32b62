import { sessionExportParamsSchema } from "@/lib/contracts/session-export";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";
import { exportSessions } from "@/lib/server/search/export-sessions";

const ROUTE = "/api/sessions/export";

export const GET = withStaff("session:export", ROUTE, async ({ request, ...context }) =>
  exportSessions(readQuery(request, sessionExportParamsSchema), context),
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
