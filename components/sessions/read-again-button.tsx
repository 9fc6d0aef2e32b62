"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { refreshSession } from "@/lib/queries/session-queries";

/** An ended session is not polled, yet a withdrawal may still change it: reads it on demand. */
export function ReadAgainButton({ id, isReading }: { id: string; isReading: boolean }) {
  const client = useQueryClient();
  return (
    // The page shows a failed read by itself.
    <Button disabled={isReading} onClick={() => refreshSession(client, id).catch(() => undefined)}>
      {isReading ? "Reading…" : "Read again"}
    </Button>
  );
}
