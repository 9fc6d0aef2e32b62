import { changeStaffRequestSchema } from "@/lib/contracts/staff";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { withStaff } from "@/lib/server/http/with-staff";
import { changeMember } from "@/lib/server/staff/change-staff";

const ROUTE = "/api/staff/[staffId]";

export const PATCH = withStaff<{ staffId: string }>(
  "staff:manage",
  ROUTE,
  async ({ request, params, ...context }) => {
    const change = await readJson(request, changeStaffRequestSchema);
    return changeMember(params.staffId, change, context, new Date());
  },
);

const refuse = methodNotAllowed(ROUTE, "PATCH");

export { refuse as DELETE, refuse as GET, refuse as POST, refuse as PUT };
