"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { Button, buttonClasses } from "@/components/ui/button";
import { DialogFrame } from "@/components/ui/dialog-frame";
import type { ResendReceiptFacts } from "@/lib/contracts/session-webhooks";
import { eventWord, type KayleDelivery, type KayleEvent } from "@/lib/domain/kayle-event";
import { shortenId } from "@/lib/domain/shorten-id";
import { resendMutation } from "@/lib/queries/webhook-queries";
import { FailureNotice } from "./failure-notice";

export type ResendTarget = { event: KayleEvent; delivery: KayleDelivery };

/**
 * Sending again in two steps. Held by the panel, not by the delivery, whose button goes away as soon
 * as a read shows that it is under way.
 */
export function ResendDialog({
  sessionId,
  target,
  onClose,
  onReceipt,
}: {
  sessionId: string;
  /** Null while nothing is asked. */
  target: ResendTarget | null;
  onClose: () => void;
  onReceipt: (receipt: ResendReceiptFacts) => void;
}) {
  return (
    <Dialog.Root open={target !== null} onOpenChange={(isShown) => !isShown && onClose()}>
      <DialogFrame>
        {target && (
          <Question
            sessionId={sessionId}
            target={target}
            onReceipt={(receipt) => {
              onReceipt(receipt);
              onClose();
            }}
          />
        )}
      </DialogFrame>
    </Dialog.Root>
  );
}

function Question({
  sessionId,
  target: { event, delivery },
  onReceipt,
}: {
  sessionId: string;
  target: ResendTarget;
  onReceipt: (receipt: ResendReceiptFacts) => void;
}) {
  // Made with the question and the same for every try of it: a lost answer sends nothing twice.
  const [attemptId] = useState(() => crypto.randomUUID());
  const resend = useMutation(resendMutation(useQueryClient(), sessionId));
  const send = () =>
    resend.mutate(
      { deliveryId: delivery.id, attemptId },
      { onSuccess: ({ meta }) => onReceipt(meta) },
    );
  return (
    <>
      <Dialog.Title className="font-semibold text-lg">Send it again?</Dialog.Title>
      <Dialog.Description className="mt-1.5 text-ink-soft">
        Kayle sends the event “{eventWord(event.type)}” to{" "}
        <span className="font-mono text-sm">{shortenId(delivery.webhook_endpoint_id)}</span> once
        more. The app behind it may get it twice. The access log keeps that it was you.
      </Dialog.Description>
      <SignedOutNotice className="mt-3" />
      <FailureNotice error={resend.error?.error} className="mt-3" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Dialog.Close className={buttonClasses("secondary")}>
          {resend.error ? "Close" : "Do not send"}
        </Dialog.Close>
        <Button variant="primary" disabled={resend.isPending} onClick={send}>
          {resend.isPending ? "Asking Kayle…" : "Send again"}
        </Button>
      </div>
    </>
  );
}
