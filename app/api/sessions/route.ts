import { searchParamsSchema } from "@/lib/contracts/search-params";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";
import { searchSessions } from "@/lib/server/search/search-sessions";

const ROUTE = "/api/sessions";

export const GET = withStaff("session:read", ROUTE, async ({ request, ...context }) =>
  searchSessions(readQuery(request, searchParamsSchema), context),
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
