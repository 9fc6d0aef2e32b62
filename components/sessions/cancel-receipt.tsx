"use client";

import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import type { CancelResponse } from "@/lib/contracts/api";
import { statusLabel } from "@/lib/domain/session-status";

/** What is true after the cancel, by the desk's second read. */
export function CancelReceipt({ receipt }: { receipt: CancelResponse }) {
  const place = useRef<HTMLDivElement>(null);
  // The button that opened the dialog is gone by now. After the dialog has given the focus away, the
  // receipt takes it: it is what the person waits for.
  useEffect(() => {
    const frame = requestAnimationFrame(() => place.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={place} id="cancel-receipt" tabIndex={-1}>
      <Outcome receipt={receipt} />
    </div>
  );
}

function Outcome({ receipt }: { receipt: CancelResponse }) {
  const status = statusLabel(receipt.data.status).toLowerCase();
  switch (receipt.meta.outcome) {
    case "cancelled_by_this_call":
      return (
        <Notice tone="success" icon={CircleCheck} live="polite">
          The session is cancelled. The desk read it again and Kayle’s record says so.
        </Notice>
      );
    case "already_ended":
      return (
        <Notice tone="warning" icon={Info} live="polite">
          Nothing was cancelled: the session had already ended as “{status}”.
        </Notice>
      );
    case "still_open":
      return (
        <Notice tone="warning" icon={TriangleAlert} live="polite">
          Kayle accepted the cancel, but its record still says “{status}”. Watch this page before
          you tell the customer.
        </Notice>
      );
  }
}
