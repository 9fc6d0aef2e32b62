import { accessExportParamsSchema } from "@/lib/contracts/access-log";
import { exportAccess } from "@/lib/server/audit/export-access";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";

const ROUTE = "/api/access-log/export";

export const GET = withStaff("access-log:read", ROUTE, async ({ request, ...context }) =>
  exportAccess(readQuery(request, accessExportParamsSchema), context),
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
