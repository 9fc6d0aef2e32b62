"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { refreshSession } from "@/lib/queries/session-queries";
import { refreshWebhooks } from "@/lib/queries/webhook-queries";

/**
 * Reads the session and its webhooks because the person asks for it: one that has ended is not polled,
 * yet a withdrawal may still change it. There from the first paint on, so that it comes under nobody's
 * pointer, and as wide whatever it says.
 */
export function ReadAgainButton({ id }: { id: string }) {
  const client = useQueryClient();
  const [isReading, setIsReading] = useState(false);

  async function readAgain(): Promise<void> {
    setIsReading(true);
    // The page shows a failed read by itself, and each of the two whatever becomes of the other.
    await Promise.allSettled([refreshSession(client, id), refreshWebhooks(client, { id })]);
    setIsReading(false);
  }

  return (
    <Button disabled={isReading} className="min-w-[6.5rem]" onClick={readAgain}>
      {isReading ? "Reading…" : "Read again"}
    </Button>
  );
}
