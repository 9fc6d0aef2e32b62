import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { SessionView } from "@/components/sessions/session-view";
import type { ErrorDetails } from "@/lib/contracts/api";
import { can } from "@/lib/domain/roles";
import { isSessionId } from "@/lib/domain/session-id";
import { shortenId } from "@/lib/domain/shorten-id";
import { queryKeys } from "@/lib/queries/query-keys";
import { routes } from "@/lib/routes";
import { toAccessOrigin } from "@/lib/server/audit/access-origin";
import { requireStaff } from "@/lib/server/auth/require-staff";
import { getPageRequestId } from "@/lib/server/http/page-request-id";
import { readSession } from "@/lib/server/sessions/read-session";
import { getSeenBeforeNote } from "@/lib/server/sessions/seen-before-note";
import { canWriteAtKayle } from "@/lib/server/upstream/get-upstream-client";

type Props = { params: Promise<{ sessionId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { sessionId } = await params;
  return { title: isSessionId(sessionId) ? shortenId(sessionId) : "Not a session id" };
}

/** One session. The first paint holds the record, so a deep link shows no spinner. */
export default async function SessionPage({ params }: Props) {
  const { write: noteSeenBefore } = getSeenBeforeNote();
  try {
    return await renderSession((await params).sessionId, noteSeenBefore);
  } finally {
    // The not-found page waits for a word, also where it is not wanted.
    noteSeenBefore(undefined);
  }
}

async function renderSession(
  sessionId: string,
  noteSeenBefore: (seen: ErrorDetails["seenBefore"]) => void,
) {
  const staff = await requireStaff(routes.session(sessionId));
  if (!isSessionId(sessionId)) notFound();
  const context = {
    staff,
    requestId: await getPageRequestId(),
    access: toAccessOrigin(await headers()),
  };
  const result = await readSession(sessionId, context);
  if (!result.ok && result.error.code === "NOT_FOUND") {
    noteSeenBefore(result.error.details?.seenBefore);
    notFound();
  }

  const queryClient = new QueryClient();
  if (result.ok) queryClient.setQueryData(queryKeys.session(sessionId), result.response);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SessionView
        id={sessionId}
        initialError={result.ok ? null : result.error}
        mayCancel={can(staff.role, "session:cancel")}
        mayResend={can(staff.role, "webhook:resend")}
        mayNote={can(staff.role, "session:note")}
        isReadOnly={!canWriteAtKayle()}
      />
    </HydrationBoundary>
  );
}
