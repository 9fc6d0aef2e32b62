"use client";

import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { eventWord, type KayleDelivery, type KayleEvent } from "@/lib/domain/kayle-event";
import { formatDateTime } from "@/lib/domain/time";
import { WebhookDelivery } from "./webhook-delivery";

/** Kayle's events of a session, each with all its deliveries; oldest first. */
export function WebhookEvents({
  events,
  onResend,
}: {
  events: readonly KayleEvent[];
  onResend: ((delivery: KayleDelivery, event: KayleEvent) => void) | null;
}) {
  const now = useNow();
  const { zone } = usePreferences();
  return events.map((event) => (
    <section key={event.id} className="mt-3">
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="font-medium [overflow-wrap:anywhere]">
          Event “{eventWord(event.type)}”
        </span>
        <time dateTime={event.created_at} className="text-ink-faint tabular-nums">
          {formatDateTime(event.created_at, zone)}
        </time>
      </h3>
      {event.deliveries.length === 0 ? (
        <p className="mt-1 text-ink-soft text-sm">Sent to no endpoint.</p>
      ) : (
        <ul className="mt-1">
          {event.deliveries.map((delivery) => (
            <WebhookDelivery
              key={delivery.id}
              delivery={delivery}
              now={now}
              onResend={onResend && ((one) => onResend(one, event))}
            />
          ))}
        </ul>
      )}
    </section>
  ));
}
