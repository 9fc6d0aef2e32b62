import type { KayleDelivery } from "./kayle-event";

/** What a delivery comes to, in the words of the question why nothing arrived. */
export type DeliveryState =
  | "delivered"
  | "pending"
  | "refused"
  | "unanswered"
  | "no_active_key"
  | "not_encrypted"
  | "scrubbed"
  | "unknown";

/** The worst first: what needs somebody stands before what may still mend itself. */
const ORDER: readonly DeliveryState[] = [
  "scrubbed",
  "no_active_key",
  "not_encrypted",
  "refused",
  "unanswered",
  "unknown",
  "pending",
  "delivered",
];

export function toDeliveryState(delivery: KayleDelivery): DeliveryState {
  if (delivery.status === "succeeded") return "delivered";
  if (delivery.payload_retention_reason === "privacy_request") return "scrubbed";
  if (delivery.payload_retention_reason === "no_active_key") return "no_active_key";
  if (delivery.payload_retention_reason === "jwe_creation_failed") return "not_encrypted";
  if (delivery.status === "pending" || delivery.status === "delivering") return "pending";
  if (delivery.status !== "failed") return "unknown";
  return delivery.last_status_code === null ? "unanswered" : "refused";
}

/** The delivery that most needs somebody, with its state; null where there is none at all. */
export function worstDelivery(
  deliveries: readonly KayleDelivery[],
): { delivery: KayleDelivery; state: DeliveryState } | null {
  const judged = deliveries.map((delivery) => ({ delivery, state: toDeliveryState(delivery) }));
  return judged.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))[0] ?? null;
}
