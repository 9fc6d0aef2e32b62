"use client";

import type { ReactNode } from "react";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button } from "@/components/ui/button";
import { isOpenDelivery, type KayleDelivery } from "@/lib/domain/kayle-event";
import { explainResendObstacle, findResendObstacle } from "@/lib/domain/resend";
import { formatMoment } from "@/lib/domain/time";
import { DeliveryBadge } from "./delivery-badge";
import { ShortId } from "./session-id";

/** How an event came, or did not come, to one endpoint, and whether it can be sent again. */
export function WebhookDelivery({
  delivery,
  now,
  onResend,
}: {
  delivery: KayleDelivery;
  now: Date;
  /** Null for whoever may not send again. */
  onResend: ((delivery: KayleDelivery) => void) | null;
}) {
  const { zone } = usePreferences();
  const format = (iso: string) => formatMoment(iso, zone, now);
  const obstacle = findResendObstacle(delivery, now);
  const hasFailed = delivery.status !== "succeeded" && !isOpenDelivery(delivery);
  return (
    <li className="border-line border-t py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <ShortId id={delivery.webhook_endpoint_id} className="text-xs" />
        <DeliveryBadge delivery={delivery} />
      </div>
      <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
        <Row name="Attempts">{delivery.attempt_count}</Row>
        <Row name="Last answer">
          {delivery.last_status_code === null ? "None" : `HTTP ${delivery.last_status_code}`}
          {delivery.last_attempt_at && ` at ${format(delivery.last_attempt_at)}`}
        </Row>
        {delivery.next_attempt_at && isOpenDelivery(delivery) && (
          <Row name="Next attempt">{format(delivery.next_attempt_at)}</Row>
        )}
        {obstacle === null && delivery.payload_expires_at && (
          <Row name="Can be resent">until {format(delivery.payload_expires_at)}</Row>
        )}
      </dl>
      {hasFailed && obstacle && (
        <p className="mt-1 text-ink-soft text-sm">{explainResendObstacle(obstacle)}</p>
      )}
      {obstacle === null && onResend && (
        <Button className="mt-2" onClick={() => onResend(delivery)}>
          Send again…
        </Button>
      )}
    </li>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 tabular-nums">{children}</dd>
    </>
  );
}
