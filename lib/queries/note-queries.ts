import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  type ActivityResponse,
  activityResponseSchema,
  type NoteEditRequest,
  type NoteRequest,
  type NoteResponse,
  type NotesResponse,
  noteResponseSchema,
  notesResponseSchema,
  type SessionNote,
} from "@/lib/contracts/notes";
import type { SessionRecord } from "@/lib/domain/session";
import { routes } from "@/lib/routes";
import { callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { queryKeys } from "./query-keys";

/** Who comes back to the tab later than this sees what colleagues wrote meanwhile. */
const FRESH_MS = 10_000;

/** The notes of a session. They belong to the page's view, so reading them keeps nobody signed in. */
export function notesQueryOptions(sessionId: string) {
  return queryOptions<NotesResponse, ApiClientError>({
    queryKey: queryKeys.notes(sessionId),
    queryFn: ({ signal }) =>
      callApi(
        routes.api.notes(sessionId),
        notesResponseSchema,
        { method: "GET" },
        {
          signal,
          background: true,
        },
      ),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
    retry: 2,
    networkMode: "always",
  });
}

/** What staff did to a session: read for each step of its record, and after each act of this page. */
export function activityQueryOptions(session: SessionRecord) {
  return queryOptions<ActivityResponse, ApiClientError>({
    queryKey: queryKeys.activityAt(session),
    queryFn: ({ signal }) =>
      callApi(
        routes.api.activity(session.id),
        activityResponseSchema,
        { method: "GET" },
        { signal, background: true },
      ),
    // Of this session alone: one page may show one session after another.
    placeholderData: (before, query) =>
      query?.queryKey.includes(session.id) === true ? before : undefined,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
    retry: 2,
    networkMode: "always",
  });
}

/** Has the open page read anew what staff did; nobody waits for it. */
export function refreshActivity(client: QueryClient, sessionId: string): void {
  void client.invalidateQueries({ queryKey: queryKeys.activity(sessionId) });
}

/** Adds a note. Sent again with the same id it is no second one. */
export function addNoteMutation(client: QueryClient, sessionId: string) {
  return mutationOptions<NoteResponse, ApiClientError, NoteRequest>({
    mutationKey: [...queryKeys.notes(sessionId), "add"],
    mutationFn: (body) => sendNote(client, sessionId, routes.api.notes(sessionId), "POST", body),
    retry: false,
    networkMode: "always",
  });
}

/** Gives one's own note new words. */
export function editNoteMutation(client: QueryClient, sessionId: string, noteId: string) {
  const path = routes.api.note(sessionId, noteId);
  return mutationOptions<NoteResponse, ApiClientError, NoteEditRequest>({
    mutationKey: [...queryKeys.notes(sessionId), "edit", noteId],
    mutationFn: (body) => sendNote(client, sessionId, path, "PATCH", body),
    retry: false,
    networkMode: "always",
  });
}

async function sendNote(
  client: QueryClient,
  sessionId: string,
  path: string,
  method: "POST" | "PATCH",
  body: NoteRequest | NoteEditRequest,
): Promise<NoteResponse> {
  const headers = { "content-type": "application/json" };
  const init = { method, headers, body: JSON.stringify(body) };
  const answer = await callApi(path, noteResponseSchema, init);
  await showNote(client, sessionId, answer.data);
  refreshActivity(client, sessionId);
  return answer;
}

async function showNote(client: QueryClient, sessionId: string, note: SessionNote): Promise<void> {
  const queryKey = queryKeys.notes(sessionId);
  // A read that left before would take the note away again.
  await client.cancelQueries({ queryKey });
  client.setQueryData<NotesResponse>(queryKey, (old) => {
    const others = old?.data ?? [];
    const isKnown = others.some(({ id }) => id === note.id);
    const data = isKnown
      ? others.map((one) => (one.id === note.id ? note : one))
      : [...others, note];
    return { data, error: null, meta: {} };
  });
}
