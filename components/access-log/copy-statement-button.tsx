"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { CopyButton } from "@/components/ui/copy-button";
import type { AccessFilters } from "@/lib/contracts/access-log";
import { ACCESS_LOG_DAYS } from "@/lib/domain/access-days";
import { toAccessStatement } from "@/lib/domain/access-statement";
import { fetchAllAccess } from "@/lib/queries/access-queries";

/**
 * Copies the answer to "who has looked at this session?". It holds everybody of the period, whatever
 * else the log is narrowed by: half an answer would pass for a whole one.
 */
export function CopyStatementButton({
  filters: { from, to },
  sessionId,
}: {
  filters: AccessFilters;
  sessionId: string;
}) {
  const { zone } = usePreferences();
  async function writeStatement(): Promise<string> {
    const { rows, isWhole, meta } = await fetchAllAccess({ session: sessionId, from, to, zone });
    return toAccessStatement(rows, {
      sessionId,
      from: from ?? null,
      to: to ?? null,
      zone,
      asOf: meta.asOf,
      keptSince: meta.keptSince,
      keptDays: ACCESS_LOG_DAYS,
      isWhole,
    });
  }
  return <CopyButton text={writeStatement} label="Copy statement" />;
}
