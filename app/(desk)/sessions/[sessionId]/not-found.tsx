"use client";

import { FileQuestion, TextCursorInput } from "lucide-react";
import Link from "next/link";
import { useParams } from "next/navigation";
import { Problem } from "@/components/sessions/problem";
import { SessionHead } from "@/components/sessions/session-head";
import { buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { explainSessionId } from "@/lib/domain/session-id";
import { routes } from "@/lib/routes";

/** Answers why there is nothing here: the id is malformed, and where, or Kayle does not know it. */
export default function SessionNotFound() {
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
            <Link href={routes.sessions()} className={buttonClasses("primary")}>
              Show all sessions
            </Link>
            <CopyButton text={id} label="Copy what was asked for" />
          </>
        }
      >
        <p className="break-all font-mono text-sm">{id}</p>
        {fault ? (
          <p>{fault.sentence}</p>
        ) : (
          <>
            <p>Kayle gives the same answer to three cases, so the desk cannot tell which it is:</p>
            <ul className="list-disc pl-5">
              <li>the session ended more than 30 days ago and has been deleted,</li>
              <li>it belongs to another organisation,</li>
              <li>it never existed, for example because a character was changed on the way.</li>
            </ul>
            <p>Ask the customer for the whole link once more, and for the day of the check.</p>
          </>
        )}
      </Problem>
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
