import { lookupRequestSchema } from "@/lib/contracts/lookups";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { withStaff } from "@/lib/server/http/with-staff";
import { noteLookup } from "@/lib/server/sessions/note-lookup";

const ROUTE = "/api/lookups";

export const POST = withStaff("session:read", ROUTE, async ({ request, ...context }) =>
  noteLookup(await readJson(request, lookupRequestSchema), context),
);

const refuse = methodNotAllowed(ROUTE, "POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
