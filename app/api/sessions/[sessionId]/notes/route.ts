import { z } from "zod";
import { noteRequestSchema } from "@/lib/contracts/notes";
import { getDb } from "@/lib/server/db/get-db";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { readQuery } from "@/lib/server/http/read-query";
import { withStaff } from "@/lib/server/http/with-staff";
import { addNote, getNotes } from "@/lib/server/notes/session-notes";

const ROUTE = "/api/sessions/[sessionId]/notes";
const NO_PARAMS = z.strictObject({});

type Params = { sessionId: string };

export const GET = withStaff<Params>(
  "session:read",
  ROUTE,
  async ({ request, params, ...context }) => {
    readQuery(request, NO_PARAMS);
    return getNotes(await getDb(), params.sessionId, context, new Date());
  },
);

export const POST = withStaff<Params>(
  "session:note",
  ROUTE,
  async ({ request, params, ...context }) => {
    const body = await readJson(request, noteRequestSchema);
    return addNote(await getDb(), params.sessionId, body, context, new Date());
  },
);

const refuse = methodNotAllowed(ROUTE, "GET, POST");

export { refuse as DELETE, refuse as PATCH, refuse as PUT };
