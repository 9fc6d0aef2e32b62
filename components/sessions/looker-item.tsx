"use client";

import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import type { SessionAct } from "@/lib/contracts/access-log";
import { describeAct } from "@/lib/domain/access-words";
import type { Looker } from "@/lib/domain/lookers";
import { LOOKS } from "@/lib/domain/session-acts";
import { formatMoment } from "@/lib/domain/time";

/** One person: the last time in sight, the others folded away behind it. */
export function LookerItem({ looker }: { looker: Looker<SessionAct> }) {
  const [last, ...earlier] = looker.acts;
  if (!last) return null;
  return (
    <li className="[overflow-wrap:anywhere]">
      <span className="font-medium">{looker.name}</span>{" "}
      {looker.isOwn && <span className="text-ink-faint">(you) </span>}
      <Act act={last} />
      {earlier.length > 0 && (
        <details className="text-ink-soft text-xs">
          <summary className="w-fit py-0.5 hover:text-ink">
            and {earlier.length === 1 ? "once" : `${earlier.length} times`} before
          </summary>
          <ul className="mt-0.5 ml-3 flex flex-col gap-0.5">
            {earlier.map((act) => (
              <li key={act.no}>
                <Act act={act} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** `10:33, ticket SUP-1182`; only what is more than a look is said in words. */
function Act({ act }: { act: SessionAct }) {
  const { zone } = usePreferences();
  const now = useNow();
  const isPlainLook = LOOKS.includes(act.event) && act.outcome === "done" && act.event !== "export";
  return (
    <span className="text-ink-soft">
      <time dateTime={act.at} title={act.at} className="tabular-nums">
        {formatMoment(act.at, zone, now)}
      </time>
      {!isPlainLook && `, ${describeAct(act.event, act.outcome)}`}
      {act.ticket && `, ticket ${act.ticket}`}
      {act.client && act.client !== "unknown" && (
        <span className="text-ink-faint"> · from {act.client}</span>
      )}
    </span>
  );
}
