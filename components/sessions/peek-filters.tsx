"use client";

import { Filter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { describeFailureCode } from "@/lib/domain/failure-code";
import type { FacetKey } from "@/lib/domain/search/edit";
import { findRedirectHost } from "@/lib/domain/search/values-hosts";
import type { SessionRecord } from "@/lib/domain/session";
import { TRIES_MAX } from "@/lib/domain/session";
import { statusLabel } from "@/lib/domain/session-status";
import { useListActions } from "./list-actions";

type PeekFilter = { key: FacetKey; value: string; words: string };

/**
 * The values of a session as buttons that narrow the list to them. The small ones beside a cell come
 * up under a pointer; these are for fingers, and for rows that are cards.
 */
export function PeekFilters({
  session,
  onFilter,
}: {
  session: SessionRecord;
  onFilter: () => void;
}) {
  const { filterBy } = useListActions();
  if (!filterBy) return null;
  return (
    <section aria-label="Narrow the list">
      <p className="text-ink-soft text-sm">Narrow the list to sessions with</p>
      <div className="mt-1.5 flex flex-wrap gap-2">
        {toFilters(session).map(({ key, value, words }) => (
          <Button
            key={key}
            className="max-w-full"
            onClick={() => {
              onFilter();
              filterBy(key, value);
            }}
          >
            <Filter aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
            <span className="truncate">{words}</span>
          </Button>
        ))}
      </div>
    </section>
  );
}

function toFilters(session: SessionRecord): PeekFilter[] {
  const {
    status,
    failure_code: code,
    nfc_tries_used: nfc,
    liveness_tries_used: liveness,
  } = session;
  const host = findRedirectHost(session.redirect_url);
  return [
    { key: "status", value: status, words: statusLabel(status) },
    ...(code === null
      ? []
      : [{ key: "code" as const, value: code, words: describeFailureCode(code).title }]),
    { key: "nfc", value: String(nfc), words: `NFC ${nfc} of ${TRIES_MAX}` },
    { key: "liveness", value: String(liveness), words: `Liveness ${liveness} of ${TRIES_MAX}` },
    ...(host === null ? [] : [{ key: "redirect" as const, value: host, words: host }]),
  ];
}
