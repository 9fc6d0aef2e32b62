"use client";

import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { describeFailureCode } from "@/lib/domain/failure-code";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
import { describeWebhookEndpoints } from "@/lib/domain/webhook-endpoints";
import { RedirectValue } from "./redirect-value";
import { FullId } from "./session-id";
import { Timestamp } from "./timestamp";

/** Every field of the record that the verdict does not already show, each with its plain name. */
export function FactsPanel({ session }: { session: SessionRecord }) {
  return (
    <Panel title="Facts">
      <dl className="grid grid-cols-[minmax(5.5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-2.5">
        <Fact name="Id">
          <FullId id={session.id} />
        </Fact>
        <Fact name="Status">
          <code className="break-all font-mono text-sm">{session.status}</code>
        </Fact>
        <Fact name="Failure code">
          {session.failure_code ? (
            <>
              <code className="break-all font-mono text-sm">{session.failure_code}</code>
              <span className="block text-ink-soft">
                {describeFailureCode(session.failure_code).meaning}
              </span>
            </>
          ) : (
            <None>None given</None>
          )}
        </Fact>
        <Fact name="Created">
          <Timestamp iso={session.created_at} />
        </Fact>
        <Fact name="Ended">
          {session.completed_at ? (
            <Timestamp iso={session.completed_at} />
          ) : (
            <None>Not yet, by Kayle’s record</None>
          )}
        </Fact>
        <Fact name={isOpen(session) ? "Runs out" : "Would expire"}>
          <Timestamp iso={session.expires_at} relative={isOpen(session)} />
        </Fact>
        <Fact name="Last change">
          <Timestamp iso={session.updated_at} />
        </Fact>
        <Fact name="Redirect">
          <RedirectValue url={session.redirect_url} />
        </Fact>
        <Fact name="Webhooks">
          <Webhooks value={session.webhook_endpoint_id} />
        </Fact>
        <Fact name="Check link">
          {/* Text, not a link: opening it would be doing the customer's check in their place. */}
          <FullId id={session.verification_url} label="Copy the customer's check link" />
        </Fact>
        <Fact name="Contract">Version {session.contract_version}</Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft text-sm">{name}</dt>
      <dd className="min-w-0 text-sm">{children}</dd>
    </>
  );
}

function None({ children }: { children: ReactNode }) {
  return <span className="text-ink-faint">{children}</span>;
}

function Webhooks({ value }: { value: SessionRecord["webhook_endpoint_id"] }) {
  const webhooks = describeWebhookEndpoints(value);
  return (
    <>
      <span>{webhooks.sentence}</span>
      {webhooks.ids.map((id) => (
        <code key={id} className="block break-all font-mono text-ink-soft text-xs">
          {id}
        </code>
      ))}
    </>
  );
}
