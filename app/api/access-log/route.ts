import { accessLogParamsSchema } from "@/lib/contracts/access-log";
import { searchAccess } from "@/lib/server/audit/search-access";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";

const ROUTE = "/api/access-log";

export const GET = withStaff("access-log:read", ROUTE, async ({ request, ...context }) =>
  searchAccess(readQuery(request, accessLogParamsSchema), context),
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
