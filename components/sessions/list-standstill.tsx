"use client";

import { CloudOff } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Notice } from "@/components/ui/notice";
import type { SearchResponse } from "@/lib/contracts/search";
import { describeStandstill, type Standstill } from "./describe-standstill";

/** Why the index is not being kept up; null while it is. */
export function useStandstill(meta: SearchResponse["meta"] | null): Standstill | null {
  const now = useNow();
  const { zone } = usePreferences();
  return meta && describeStandstill(meta, { now, zone });
}

/** Under the rows, where it stays in sight and moves none of them. */
export function StandstillNotice({ standstill }: { standstill: Standstill | null }) {
  if (!standstill) return null;
  return (
    <Notice tone="warning" icon={CloudOff} live="polite" className="mt-2">
      <span className="font-medium">{standstill.title}</span> {standstill.why} {standstill.hint}
    </Notice>
  );
}
