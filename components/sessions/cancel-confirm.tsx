"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { ApiError } from "@/lib/contracts/api";
import { FailureNotice } from "./failure-notice";

/** The second step of a cancel: the reason in sight, and the one button that does it. */
export function CancelConfirm({
  reason,
  error,
  isPending,
  onBack,
  onConfirm,
}: {
  reason: string;
  error: ApiError | null;
  isPending: boolean;
  onBack: () => void;
  onConfirm: () => void;
}) {
  const back = useRef<HTMLButtonElement>(null);
  // Not on the other button: whoever presses Enter twice in a row must not have cancelled.
  useEffect(() => back.current?.focus(), []);
  return (
    <div className="mt-4">
      <p className="font-medium text-sm">Your reason</p>
      <p className="mt-1 wrap-anywhere rounded-md bg-surface-sunken px-3 py-2 whitespace-pre-wrap">
        {reason}
      </p>
      <FailureNotice error={error} className="mt-3" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button ref={back} disabled={isPending} onClick={onBack}>
          Back
        </Button>
        <Button variant="danger" disabled={isPending} onClick={onConfirm}>
          {isPending ? "Cancelling…" : "Cancel the session"}
        </Button>
      </div>
    </div>
  );
}
