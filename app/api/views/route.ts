import { viewRequestSchema } from "@/lib/contracts/views";
import { getDb } from "@/lib/server/db/get-db";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { withStaff } from "@/lib/server/http/with-staff";
import { createView, listViews } from "@/lib/server/views/saved-views";

const ROUTE = "/api/views";

export const GET = withStaff("session:read", ROUTE, async (context) =>
  listViews(await getDb(), context),
);

export const POST = withStaff("session:read", ROUTE, async ({ request, ...context }) => {
  const body = await readJson(request, viewRequestSchema);
  return createView(await getDb(), body, context);
});

const refuse = methodNotAllowed(ROUTE, "GET, POST");

export { refuse as DELETE, refuse as PATCH, refuse as PUT };
