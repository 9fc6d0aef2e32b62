"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useHere } from "@/components/layout/use-here";
import { buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { ApiError, CancelResponse } from "@/lib/contracts/api";
import { isOpen } from "@/lib/domain/session";
import { refreshSession, sessionQueryOptions } from "@/lib/queries/session-queries";
import { CancelDialog } from "./cancel-dialog";
import { CancelReceipt } from "./cancel-receipt";
import { DeletedPanel } from "./deleted-panel";
import { FactsPanel } from "./facts-panel";
import { KeptPlace } from "./kept-place";
import { LiveAnnouncer } from "./live-announcer";
import { NotesPanel } from "./notes-panel";
import { OnCallStrip } from "./on-call-strip";
import { PrintedLine } from "./printed-line";
import { RawRecord } from "./raw-record";
import { ReadAgainButton } from "./read-again-button";
import { ReadOnlyLine } from "./read-only-line";
import { SessionHead } from "./session-head";
import { SessionProblem } from "./session-problem";
import { SessionTimeline } from "./session-timeline";
import { ShareFieldsPanel } from "./share-fields-panel";
import { StaleNotice } from "./stale-notice";
import { VerdictPanel } from "./verdict-panel";
import { WebhooksPanel } from "./webhooks-panel";
import { WhoLookedPanel } from "./who-looked-panel";

/** One session, live: the story on the left, the facts on the right, one column when narrow. */
export function SessionView({
  id,
  initialError,
  mayCancel,
  mayResend,
  mayNote,
  isReadOnly,
}: {
  id: string;
  /** Why the server could not read the session for the first paint, if so. */
  initialError: ApiError | null;
  mayCancel: boolean;
  mayResend: boolean;
  mayNote: boolean;
  /** The desk has no key that may change anything at Kayle, whatever the person's role. */
  isReadOnly: boolean;
}) {
  const query = useQuery(sessionQueryOptions(id));
  const [receipt, setReceipt] = useState<CancelResponse | null>(null);
  const [isCancelShown, setIsCancelShown] = useState(false);
  const here = useHere();
  const client = useQueryClient();
  // Asked for by the person, so Kayle is asked; the page shows a failed read by itself.
  const readNow = () => refreshSession(client, id).catch(() => undefined);
  const error = query.error?.error ?? null;

  if (!query.data) {
    const shown = error ?? initialError;
    if (!shown) return null;
    return (
      <>
        <SessionHead id={id} />
        <SessionProblem
          error={shown}
          isRetrying={query.isFetching}
          onRetry={readNow}
          signInFrom={here}
        />
      </>
    );
  }

  const { data: session, meta } = query.data;
  // Kayle has deleted it while the page was open: what it said before is no answer any more.
  const isGone = error?.code === "NOT_FOUND";
  return (
    <article>
      <SessionHead
        id={session.id}
        before={
          <>
            <ReadAgainButton key={`read ${id}`} id={id} />
            <CopyButton text={session.id} label="Copy id" />
          </>
        }
        after={
          <KeptPlace
            key={`cancel ${id}`}
            isShown={mayCancel && !isReadOnly && ((isOpen(session) && !isGone) || isCancelShown)}
            empty={<span className={buttonClasses("danger")}>Cancel session</span>}
          >
            <CancelDialog
              sessionId={session.id}
              isShown={isCancelShown}
              hasEnded={!isOpen(session)}
              onShownChange={setIsCancelShown}
              onReceipt={setReceipt}
            />
          </KeptPlace>
        }
      />
      {receipt && (
        <div className="mb-4">
          <CancelReceipt receipt={receipt} />
        </div>
      )}
      {isReadOnly && mayCancel && <ReadOnlyLine />}
      <PrintedLine fetchedAt={meta.fetchedAt} />
      <LiveAnnouncer key={`told ${id}`} session={session} />
      <OnCallStrip key={`call ${id}`} session={session} />
      <div className="grid items-start gap-4 min-[900px]:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid gap-4">
          {isGone ? (
            <DeletedPanel fetchedAt={meta.fetchedAt} />
          ) : (
            <VerdictPanel
              session={session}
              fetchedAt={meta.fetchedAt}
              isFetching={query.isFetching}
              isLive={isOpen(session) && !error}
            />
          )}
          <SessionTimeline
            key={`timeline ${id}`}
            session={session}
            fetchedAt={meta.fetchedAt}
            isGone={isGone}
          />
          <NotesPanel key={`notes ${id}`} sessionId={id} mayNote={mayNote} />
        </div>
        <div className="grid gap-4">
          <FactsPanel session={session} />
          <WebhooksPanel session={session} mayResend={mayResend && !isReadOnly} />
          <WhoLookedPanel id={session.id} change={session.updated_at} />
          <ShareFieldsPanel fields={session.share_fields} />
          <RawRecord session={session} unknownFields={meta.unknownFields} />
        </div>
      </div>
      {error && (
        <StaleNotice
          error={error}
          fetchedAt={meta.fetchedAt}
          isRetrying={query.isFetching}
          onRetry={readNow}
        />
      )}
    </article>
  );
}
