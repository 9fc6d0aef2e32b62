"use client";

import { useQuery } from "@tanstack/react-query";
import type { SavedView } from "@/lib/contracts/views";
import { viewsQueryOptions } from "@/lib/queries/view-queries";

/** The views that the person may see, and whether they may save some for the team; none until read. */
export function useSavedViews(): { views: readonly SavedView[]; canSaveForTeam: boolean } {
  const { data } = useQuery(viewsQueryOptions());
  return { views: data?.data ?? [], canSaveForTeam: data?.meta.canSaveForTeam ?? false };
}
