"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { LiveLane } from "@/lib/contracts/live";
import { getLiveClient } from "@/lib/queries/live/live-client";

/**
 * Keeps these sessions current in the cache while the component is there: through the tab's stream
 * where it delivers, else whoever shows them polls as before. Give open sessions only.
 */
export function useLive(ids: readonly string[], lane: LiveLane): void {
  const client = useQueryClient();
  const key = ids.join(",");
  useEffect(
    () => getLiveClient(client).follow(key === "" ? [] : key.split(","), lane),
    [client, key, lane],
  );
}
