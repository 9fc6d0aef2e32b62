import {
  Check,
  CircleHelp,
  CircleSlash,
  KeyRound,
  LockOpen,
  type LucideIcon,
  Send,
  ShieldOff,
  X,
} from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { KayleDelivery } from "@/lib/domain/kayle-event";
import { type DeliveryState, toDeliveryState } from "@/lib/domain/webhook-delivery-state";

const LOOKS: Record<DeliveryState, { word: string; tone: BadgeTone; icon: LucideIcon }> = {
  delivered: { word: "Delivered", tone: "success", icon: Check },
  pending: { word: "On its way", tone: "progress", icon: Send },
  refused: { word: "Refused", tone: "danger", icon: X },
  unanswered: { word: "No answer", tone: "danger", icon: CircleSlash },
  no_active_key: { word: "No active key", tone: "danger", icon: KeyRound },
  not_encrypted: { word: "Not encrypted", tone: "danger", icon: LockOpen },
  scrubbed: { word: "Withdrawn", tone: "muted", icon: ShieldOff },
  unknown: { word: "", tone: "neutral", icon: CircleHelp },
};

/** What a delivery came to, as icon and word. A status of later days shows as Kayle's own value. */
export function DeliveryBadge({ delivery }: { delivery: KayleDelivery }) {
  const { word, tone, icon: Icon } = LOOKS[toDeliveryState(delivery)];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-3.5 shrink-0" />}>
      {word || delivery.status}
    </Badge>
  );
}
