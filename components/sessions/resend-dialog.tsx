"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { Button, buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ResendReceiptFacts } from "@/lib/contracts/session-webhooks";
import { eventWord, type KayleDelivery, type KayleEvent } from "@/lib/domain/kayle-event";
import { shortenId } from "@/lib/domain/shorten-id";
import { resendMutation } from "@/lib/queries/webhook-queries";
import { ErrorWords } from "./error-words";

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
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-lg border border-line bg-surface p-5 shadow-xl">
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
        </Dialog.Popup>
      </Dialog.Portal>
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
      {resend.error && resend.error.error.code !== "UNAUTHENTICATED" && (
        <Notice tone="danger" icon={CircleAlert} live="assertive" className="mt-3">
          <ErrorWords error={resend.error.error} />
        </Notice>
      )}
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
