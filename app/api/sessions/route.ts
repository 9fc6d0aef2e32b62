import { sessionListQuerySchema } from "@/lib/contracts/session-list-query";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";
import { listSessions } from "@/lib/server/sessions/list-sessions";

const ROUTE = "/api/sessions";

export const GET = withStaff("session:read", ROUTE, async ({ request, ...context }) =>
  listSessions(readQuery(request, sessionListQuerySchema), context),
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
