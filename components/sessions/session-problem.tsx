"use client";

import { CloudOff, Plug, UserX, WifiOff } from "lucide-react";
import Link from "next/link";
import { Button, buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { ApiError } from "@/lib/contracts/api";
import { ERROR_CODES } from "@/lib/contracts/error-codes";
import { routes } from "@/lib/routes";
import { Problem } from "./problem";

const BLAME = {
  you: { icon: UserX, words: "On your side" },
  desk: { icon: Plug, words: "On the desk’s side" },
  kayle: { icon: CloudOff, words: "On Kayle’s side" },
} as const;

/** The whole page when a session could not be read: what happened, whose fault it is, what to do. */
export function SessionProblem({
  error,
  isRetrying,
  onRetry,
  signInFrom,
}: {
  error: ApiError;
  isRetrying: boolean;
  onRetry: () => void;
  /** Where to come back to after signing in again. */
  signInFrom: string;
}) {
  const blame = BLAME[ERROR_CODES[error.code].blame];
  return (
    <Problem
      icon={error.code === "OFFLINE" ? WifiOff : blame.icon}
      blame={blame.words}
      title={error.message}
      actions={
        <>
          {error.code === "UNAUTHENTICATED" ? (
            <Link href={routes.signIn(signInFrom)} className={buttonClasses("primary")}>
              Sign in again
            </Link>
          ) : (
            <Button variant="primary" onClick={onRetry} disabled={isRetrying}>
              {isRetrying ? "Trying…" : "Try now"}
            </Button>
          )}
          {error.requestId && <CopyButton text={error.requestId} label="Copy request id" />}
        </>
      }
    >
      <p>{error.hint}</p>
      {error.requestId && (
        <p className="text-ink-faint text-sm">
          <span className="font-mono">{error.code}</span> · request{" "}
          <span className="break-all font-mono">{error.requestId}</span>
        </p>
      )}
    </Problem>
  );
}
