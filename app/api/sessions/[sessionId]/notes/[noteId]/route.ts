import { noteEditRequestSchema } from "@/lib/contracts/notes";
import { getDb } from "@/lib/server/db/get-db";
import { methodNotAllowed } from "@/lib/server/http/method-not-allowed";
import { readJson } from "@/lib/server/http/read-json";
import { withStaff } from "@/lib/server/http/with-staff";
import { editNote } from "@/lib/server/notes/edit-note";

const ROUTE = "/api/sessions/[sessionId]/notes/[noteId]";

export const PATCH = withStaff<{ sessionId: string; noteId: string }>(
  "session:note",
  ROUTE,
  async ({ request, params, ...context }) => {
    const body = await readJson(request, noteEditRequestSchema);
    return editNote(await getDb(), params, body, context, new Date());
  },
);

const refuse = methodNotAllowed(ROUTE, "PATCH");

export { refuse as DELETE, refuse as GET, refuse as POST, refuse as PUT };
