"use client";

import { CircleCheck, Send, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import type { ResendOutcome } from "@/lib/contracts/session-webhooks";

/** What is true after a resend, by the desk's second read. */
export function ResendReceipt({ outcome }: { outcome: ResendOutcome }) {
  const place = useRef<HTMLDivElement>(null);
  // The button that asked is gone by now, so the receipt takes the focus once the dialog gave it away.
  useEffect(() => {
    const frame = requestAnimationFrame(() => place.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={place} tabIndex={-1} className="mt-3">
      <Outcome outcome={outcome} />
    </div>
  );
}

function Outcome({ outcome }: { outcome: ResendOutcome }) {
  switch (outcome) {
    case "queued":
      return (
        <Notice tone="success" icon={Send} live="polite">
          Kayle took it and sends it again. Whether it arrives shows here.
        </Notice>
      );
    case "delivered":
      return (
        <Notice tone="success" icon={CircleCheck} live="polite">
          It has arrived, by Kayle’s record.
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="warning" icon={TriangleAlert} live="polite">
          Kayle took it, but its record still says that the delivery failed.
        </Notice>
      );
  }
}
