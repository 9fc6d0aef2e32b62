import { isOpenDelivery, type KayleDelivery } from "./kayle-event";
import { toInstant } from "./time";

/** Why a delivery cannot be sent again, as far as its record tells. */
export type ResendObstacle =
  | "on_its_way"
  | "arrived"
  | "withdrawn"
  | "no_active_key"
  | "not_encrypted"
  | "content_gone";

/** What Kayle gives as the reason why the content is kept no more (OpenAPI 1.5.0). */
const BY_REASON: Readonly<Record<string, ResendObstacle>> = {
  privacy_request: "withdrawn",
  no_active_key: "no_active_key",
  jwe_creation_failed: "not_encrypted",
  expired: "content_gone",
};

/**
 * What stands against sending a delivery again; null where nothing does. Kayle takes it for failed
 * ones whose content it still keeps (OpenAPI 1.5.0), and has the last word.
 */
export function findResendObstacle(delivery: KayleDelivery, now: Date): ResendObstacle | null {
  if (delivery.status === "succeeded") return "arrived";
  if (isOpenDelivery(delivery)) return "on_its_way";
  const known = BY_REASON[delivery.payload_retention_reason ?? ""];
  if (known) return known;
  if (delivery.payload_scrubbed_at !== null) return "content_gone";
  const until = toInstant(delivery.payload_expires_at);
  return until !== null && until <= now.getTime() ? "content_gone" : null;
}

const SENTENCES: Record<ResendObstacle, string> = {
  on_its_way: "It is on its way already: Kayle sends it by itself.",
  arrived: "It has arrived, and Kayle keeps no copy of what was delivered.",
  withdrawn: "The person withdrew, so Kayle removed its content. It cannot be sent again.",
  no_active_key:
    "That endpoint had no active key, so nothing was made that could be sent again. With a key, later events will arrive.",
  not_encrypted: "Kayle could not encrypt it, so there is nothing to send again.",
  content_gone: "Kayle no longer keeps its content, so it cannot be sent again.",
};

export function explainResendObstacle(obstacle: ResendObstacle): string {
  return SENTENCES[obstacle];
}
