import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { withStaff } from "@/lib/server/http/with-staff";
import { getFailureMix } from "@/lib/server/stats/get-failure-mix";

const ROUTE = "/api/stats/failures";

export const GET = withStaff("session:read", ROUTE, async (context) => getFailureMix(context));

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
