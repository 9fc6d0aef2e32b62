"use client";

import { FileQuestion, TextCursorInput } from "lucide-react";
import Link from "next/link";
import { useParams } from "next/navigation";
import { usePreferences } from "@/components/providers/preferences-provider";
import { buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { ErrorDetails, SeenBefore } from "@/lib/contracts/api";
import { explainSessionId } from "@/lib/domain/session-id";
import { statusLabel } from "@/lib/domain/session-status";
import { formatDateTime } from "@/lib/domain/time";
import { routes } from "@/lib/routes";
import { Problem } from "./problem";
import { SessionHead } from "./session-head";

/**
 * Answers why there is nothing here: the id is malformed, and where, or Kayle does not know it, and
 * what the desk itself saw of it.
 */
export function SessionNotFound({ seenBefore }: { seenBefore: ErrorDetails["seenBefore"] }) {
  const { sessionId } = useParams<{ sessionId: string }>();
  const id = safelyDecoded(sessionId);
  const fault = explainSessionId(id);
  return (
    <>
      {!fault && <SessionHead id={id} />}
      <Problem
        icon={fault ? TextCursorInput : FileQuestion}
        blame={fault ? "The id is not complete or not right" : "Kayle answered: not found"}
        title={fault ? "That is not a session id." : "Kayle knows no session with this id."}
        actions={
          <>
            <Link prefetch={false} href={routes.sessions()} className={buttonClasses("primary")}>
              Show all sessions
            </Link>
            <CopyButton text={id} label="Copy what was asked for" />
          </>
        }
      >
        <p className="break-all font-mono text-sm">{id}</p>
        {fault && <p>{fault.sentence}</p>}
        {!fault && seenBefore && <SeenBeforeWords seen={seenBefore} />}
        {!fault && !seenBefore && <NeverSeenWords isSure={seenBefore === null} />}
      </Problem>
    </>
  );
}

function SeenBeforeWords({ seen: { lastStatus, lastSeenAt } }: { seen: SeenBefore }) {
  const { zone } = usePreferences();
  return (
    <>
      <p>
        This desk saw it on{" "}
        <time dateTime={lastSeenAt} title={lastSeenAt} className="text-ink">
          {formatDateTime(lastSeenAt, zone)}
        </time>{" "}
        as <strong className="font-semibold text-ink">{statusLabel(lastStatus)}</strong>. Kayle has
        deleted it since: it keeps a session for 30 days after its end.
      </p>
      <p>
        That is all that is kept of it: what was asked for and what failed can no longer be told.
      </p>
    </>
  );
}

function NeverSeenWords({ isSure }: { isSure: boolean }) {
  return (
    <>
      <p>
        {isSure && "This desk has no trace of it either. "}
        Kayle gives the same answer to three cases, so the desk cannot tell which it is:
      </p>
      <ul className="list-disc pl-5">
        <li>the session ended more than 30 days ago and has been deleted,</li>
        <li>it belongs to another organisation,</li>
        <li>it never existed, for example because a character was changed on the way.</li>
      </ul>
      <p>Ask the customer for the whole link once more, and for the day of the check.</p>
    </>
  );
}

function safelyDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
