"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { useState } from "react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { useDraft } from "@/components/providers/draft-provider";
import { buttonClasses } from "@/components/ui/button";
import { DialogFrame } from "@/components/ui/dialog-frame";
import { Notice } from "@/components/ui/notice";
import type { CancelResponse } from "@/lib/contracts/api";
import { cancelSessionMutation } from "@/lib/queries/session-queries";
import { CancelConfirm } from "./cancel-confirm";
import { CancelReason } from "./cancel-reason";

/**
 * Cancelling in two steps: say why, then confirm with the reason in sight. Kayle answers yes to every
 * cancel, so the receipt says what the desk read afterwards, not what was asked.
 */
export function CancelDialog({
  sessionId,
  isShown,
  hasEnded,
  onShownChange,
  onReceipt,
}: {
  sessionId: string;
  /** Held by the page, which must not take the dialog away while somebody is in it. */
  isShown: boolean;
  /** The session ended while the dialog was open. */
  hasEnded: boolean;
  onShownChange: (isShown: boolean) => void;
  onReceipt: (receipt: CancelResponse) => void;
}) {
  const draft = useDraft(`cancel ${sessionId}`);
  const reason = draft.text;
  // Made with the second step and the same for every try of it: a lost answer cancels nothing twice.
  const [attemptId, setAttemptId] = useState<string | null>(null);
  const cancel = useMutation(cancelSessionMutation(useQueryClient(), sessionId));

  function confirm() {
    if (attemptId === null || cancel.isPending) return;
    cancel.mutate(
      { reason, attemptId },
      {
        onSuccess: (receipt) => {
          onReceipt(receipt);
          onShownChange(false);
          setAttemptId(null);
          draft.clear();
        },
      },
    );
  }

  function goBack() {
    cancel.reset();
    setAttemptId(null);
  }

  return (
    <Dialog.Root
      open={isShown}
      onOpenChange={(next) => {
        onShownChange(next);
        if (next) goBack();
      }}
    >
      <Dialog.Trigger className={buttonClasses("danger")}>Cancel session</Dialog.Trigger>
      <DialogFrame>
        <Dialog.Title className="font-semibold text-lg">
          {attemptId === null ? "Cancel this session?" : "Cancel it now?"}
        </Dialog.Title>
        <Dialog.Description className="mt-1.5 text-ink-soft">
          The customer can no longer finish this check and needs a new one. This cannot be undone.
        </Dialog.Description>
        {hasEnded && (
          <Notice tone="warning" icon={Info} live="polite" className="mt-3">
            The session has ended meanwhile, by Kayle’s record.
          </Notice>
        )}
        <SignedOutNotice className="mt-3" />
        {attemptId === null ? (
          <CancelReason
            reason={reason}
            onReasonChange={draft.setText}
            onContinue={() => {
              draft.setText(reason.trim());
              setAttemptId(crypto.randomUUID());
            }}
          />
        ) : (
          <CancelConfirm
            reason={reason}
            error={cancel.error?.error ?? null}
            isPending={cancel.isPending}
            onBack={goBack}
            onConfirm={confirm}
          />
        )}
      </DialogFrame>
    </Dialog.Root>
  );
}
