import { getDb } from "@/lib/server/db/get-db";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { withStaff } from "@/lib/server/http/with-staff";
import { removeView } from "@/lib/server/views/saved-views";

const ROUTE = "/api/views/[viewId]";

export const DELETE = withStaff<{ viewId: string }>(
  "session:read",
  ROUTE,
  async ({ params, ...context }) => removeView(await getDb(), params.viewId, context),
);

const refuse = methodNotAllowed(ROUTE, "DELETE");

export { refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
