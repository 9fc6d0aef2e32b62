import { addStaffRequestSchema } from "@/lib/contracts/staff";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { withStaff } from "@/lib/server/http/with-staff";
import { addMember } from "@/lib/server/staff/change-staff";
import { getStaffList } from "@/lib/server/staff/get-staff-list";

const ROUTE = "/api/staff";

export const GET = withStaff("staff:manage", ROUTE, (context) => getStaffList(context, new Date()));

export const POST = withStaff("staff:manage", ROUTE, async ({ request, ...context }) =>
  addMember(await readJson(request, addStaffRequestSchema), context),
);

const refuse = methodNotAllowed(ROUTE, "GET, POST");

export { refuse as DELETE, refuse as PATCH, refuse as PUT };
