"use client";

import { Dialog } from "@base-ui/react/dialog";
import { TriangleAlert } from "lucide-react";
import type { FormEvent } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { Button, buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { findPersonalData } from "@/lib/domain/personal-data";
import { redactSecrets } from "@/lib/domain/redact";
import { describePersonalPlaces } from "./describe-places";

const REASON_LENGTH_MAX = 500;

/** The first step of a cancel: why. Secrets are cut out as they are typed or pasted. */
export function CancelReason({
  reason,
  onReasonChange,
  onContinue,
}: {
  reason: string;
  onReasonChange: (reason: string) => void;
  onContinue: () => void;
}) {
  const isEmpty = reason.trim() === "";
  const personal = findPersonalData(reason, useNow(60_000));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isEmpty) onContinue();
  }

  return (
    <form onSubmit={submit} className="mt-4">
      <label htmlFor="cancel-reason" className="font-medium text-sm">
        Why is it cancelled?
      </label>
      <textarea
        id="cancel-reason"
        rows={3}
        required
        maxLength={REASON_LENGTH_MAX}
        value={reason}
        onChange={(event) => onReasonChange(redactSecrets(event.target.value).text)}
        aria-describedby="cancel-reason-hint"
        className="mt-1 w-full rounded-md border border-line-strong bg-surface px-3 py-2"
      />
      <p id="cancel-reason-hint" className="text-ink-faint text-sm">
        Kept with your name in the access log and the timeline: Kayle’s own log names nobody.
      </p>
      {personal.length > 0 && (
        <Notice tone="warning" icon={TriangleAlert} live="polite" className="mt-3">
          This looks like {describePersonalPlaces(reason, personal)}. The log keeps it for a year:
          take it out, unless it is none.
        </Notice>
      )}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Dialog.Close className={buttonClasses("secondary")}>Keep the session</Dialog.Close>
        <Button type="submit" disabled={isEmpty}>
          Continue
        </Button>
      </div>
    </form>
  );
}
