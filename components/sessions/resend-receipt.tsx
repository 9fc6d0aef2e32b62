"use client";

import { CircleCheck, Send, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import type { ResendReceiptFacts } from "@/lib/contracts/session-webhooks";
import { ActLine } from "./act-line";

/** What is true after a resend, by the desk's second read. */
export function ResendReceipt({ receipt }: { receipt: ResendReceiptFacts }) {
  const place = useRef<HTMLDivElement>(null);
  // The button that asked is gone by now, so the receipt takes the focus once the dialog gave it away.
  useEffect(() => {
    const frame = requestAnimationFrame(() => place.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={place} tabIndex={-1} className="mt-3">
      <Outcome receipt={receipt} />
    </div>
  );
}

function Outcome({ receipt }: { receipt: ResendReceiptFacts }) {
  const actor = <ActLine by={receipt.by} at={receipt.at} />;
  switch (receipt.outcome) {
    case "queued":
      return (
        <Notice tone="success" icon={Send} live="polite">
          <p>Kayle took it and sends it again. Whether it arrives shows here.</p>
          {actor}
        </Notice>
      );
    case "delivered":
      return (
        <Notice tone="success" icon={CircleCheck} live="polite">
          <p>It has arrived, by Kayle’s record.</p>
          {actor}
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="warning" icon={TriangleAlert} live="polite">
          <p>Kayle took it, but its record still says that the delivery failed.</p>
          {actor}
        </Notice>
      );
  }
}
