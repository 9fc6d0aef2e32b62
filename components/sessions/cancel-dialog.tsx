"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, Info } from "lucide-react";
import type { FormEvent } from "react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { useDraft } from "@/components/providers/draft-provider";
import { Button, buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { CancelResponse } from "@/lib/contracts/api";
import { redactSecrets } from "@/lib/domain/redact";
import { cancelSessionMutation } from "@/lib/queries/session-queries";
import { ErrorWords } from "./error-words";

const REASON_LENGTH_MAX = 500;

/**
 * Cancelling in two steps: say why, then confirm. Kayle answers yes to every cancel, so the receipt
 * says what the desk read afterwards, not what was asked.
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
  const queryClient = useQueryClient();
  const cancel = useMutation(cancelSessionMutation(queryClient, sessionId));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim() === "" || cancel.isPending) return;
    cancel.mutate(
      { reason: reason.trim() },
      {
        onSuccess: (receipt) => {
          onReceipt(receipt);
          onShownChange(false);
          draft.clear();
        },
      },
    );
  }

  return (
    <Dialog.Root
      open={isShown}
      onOpenChange={(next) => {
        onShownChange(next);
        if (next) cancel.reset();
      }}
    >
      <Dialog.Trigger className={buttonClasses("danger")}>Cancel session</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-lg border border-line bg-surface p-5 shadow-xl">
          <Dialog.Title className="font-semibold text-lg">Cancel this session?</Dialog.Title>
          <Dialog.Description className="mt-1.5 text-ink-soft">
            The customer can no longer finish this check and needs a new one. This cannot be undone.
          </Dialog.Description>
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
              onChange={(event) => draft.setText(redactSecrets(event.target.value).text)}
              aria-describedby="cancel-reason-hint"
              className="mt-1 w-full rounded-md border border-line-strong bg-surface px-3 py-2"
            />
            <p id="cancel-reason-hint" className="text-ink-faint text-sm">
              Asked so that nobody cancels in passing; the desk does not keep it. The log keeps that
              it was you.
            </p>
            {hasEnded && (
              <Notice tone="warning" icon={Info} live="polite" className="mt-3">
                The session has ended meanwhile, by Kayle’s record.
              </Notice>
            )}
            <SignedOutNotice className="mt-3" />
            {cancel.error && cancel.error.error.code !== "UNAUTHENTICATED" && (
              <Notice tone="danger" icon={CircleAlert} live="assertive" className="mt-3">
                <ErrorWords error={cancel.error.error} />
              </Notice>
            )}
            <div className="mt-4 flex flex-wrap justify-end gap-2">
              <Dialog.Close className={buttonClasses("secondary")}>Keep the session</Dialog.Close>
              <Button
                type="submit"
                variant="danger"
                disabled={reason.trim() === "" || cancel.isPending}
              >
                {cancel.isPending ? "Cancelling…" : "Cancel the session"}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
