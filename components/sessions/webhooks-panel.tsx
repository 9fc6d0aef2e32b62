"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, Info } from "lucide-react";
import { useState } from "react";
import { useNow, useReadNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { ResendReceiptFacts, SessionWebhooksResponse } from "@/lib/contracts/session-webhooks";
import type { SessionRecord } from "@/lib/domain/session";
import { shortenId } from "@/lib/domain/shorten-id";
import { formatMoment } from "@/lib/domain/time";
import { toWebhookAccess } from "@/lib/domain/webhook-access";
import { toWebhookVerdict } from "@/lib/domain/webhook-verdict";
import { refreshWebhooks, webhooksQueryOptions } from "@/lib/queries/webhook-queries";
import { ErrorWords } from "./error-words";
import { Freshness } from "./freshness";
import { ResendDialog, type ResendTarget } from "./resend-dialog";
import { ResendReceipt } from "./resend-receipt";
import { WebhookEvents } from "./webhook-events";

/** "They say verified, our app says no": what Kayle told whom, and what became of it. */
export function WebhooksPanel({
  session,
  mayResend,
}: {
  session: SessionRecord;
  mayResend: boolean;
}) {
  const query = useQuery(webhooksQueryOptions(session, useReadNow()));
  const client = useQueryClient();
  // A failed read shows by itself.
  const readAgain = () => refreshWebhooks(client, session).catch(() => undefined);
  const readAt = query.data?.meta.deliveriesReadAt ?? query.data?.meta.asOf;
  return (
    <Panel
      title="Webhooks"
      aside={
        readAt &&
        query.data?.meta.access !== "no_scope" && (
          <Freshness fetchedAt={readAt} isFetching={query.isFetching} isLive={false} />
        )
      }
    >
      {query.data && <Known session={session} answer={query.data} mayResend={mayResend} />}
      {query.isPending && <Waiting />}
      {query.error && (
        <Notice tone="warning" icon={CircleAlert} live="polite" className="mt-3">
          <ErrorWords error={query.error.error} />
        </Notice>
      )}
      {(query.error || canChange(query.data)) && (
        <Button variant="quiet" className="mt-2" disabled={query.isFetching} onClick={readAgain}>
          {query.isFetching ? "Reading…" : "Read the deliveries again"}
        </Button>
      )}
    </Panel>
  );
}

function canChange(answer: SessionWebhooksResponse | undefined): boolean {
  return answer !== undefined && answer.meta.access !== "no_scope" && answer.data.events.length > 0;
}

function Waiting() {
  return (
    <div className="grid gap-2" aria-hidden>
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-5 w-2/3" />
    </div>
  );
}

function Known({
  session,
  answer: { data, meta },
  mayResend,
}: {
  session: SessionRecord;
  answer: SessionWebhooksResponse;
  mayResend: boolean;
}) {
  const now = useNow();
  const { zone } = usePreferences();
  const [target, setTarget] = useState<ResendTarget | null>(null);
  const [receipt, setReceipt] = useState<{ facts: ResendReceiptFacts; no: number } | null>(null);
  const access = toWebhookAccess(session, meta);
  const facts = { session, access, events: data.events };
  const formatTime = (iso: string) => formatMoment(iso, zone, now);
  const verdict = toWebhookVerdict(facts, { now, formatTime, nameEndpoint: shortenId });
  if (access === "none") return <p className="text-ink-soft text-sm">{verdict.sentence}</p>;
  return (
    <>
      <p className="text-pretty text-sm [overflow-wrap:anywhere]">{verdict.sentence}</p>
      {receipt && <ResendReceipt key={receipt.no} receipt={receipt.facts} />}
      {meta.liveFault && (
        <Notice tone="warning" icon={Info} className="mt-3">
          Kayle did not answer about the deliveries just now, so they stand as the desk last read
          them. <code className="font-mono text-xs">{meta.liveFault}</code>
        </Notice>
      )}
      <WebhookEvents
        events={data.events}
        onResend={mayResend ? (delivery, event) => setTarget({ delivery, event }) : null}
      />
      <ResendDialog
        sessionId={session.id}
        target={target}
        onClose={() => setTarget(null)}
        onReceipt={(facts) => setReceipt((last) => ({ facts, no: (last?.no ?? 0) + 1 }))}
      />
    </>
  );
}
