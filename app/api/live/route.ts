import { liveParamsSchema } from "@/lib/contracts/live";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";
import { openLiveStream } from "@/lib/server/live/open-live-stream";

const ROUTE = "/api/live";

export const GET = withStaff("session:read", ROUTE, async (context) =>
  openLiveStream({ ...context, wanted: readQuery(context.request, liveParamsSchema) }),
);

const refuse = methodNotAllowed(ROUTE, "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
