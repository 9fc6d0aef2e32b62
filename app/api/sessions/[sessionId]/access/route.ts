import { z } from "zod";
import { getWhoLooked } from "@/lib/server/audit/who-looked";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";

const ROUTE = "/api/sessions/[sessionId]/access";
const NO_PARAMS = z.strictObject({});

export const GET = withStaff<{ sessionId: string }>(
  "session:read",
  ROUTE,
  async ({ request, params, ...context }) => {
    readQuery(request, NO_PARAMS);
    return getWhoLooked(params.sessionId, context);
  },
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
