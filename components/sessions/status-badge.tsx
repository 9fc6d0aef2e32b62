import {
  Ban,
  Check,
  CircleDashed,
  CircleDot,
  CircleHelp,
  Clock,
  Hourglass,
  type LucideIcon,
  X,
} from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { SessionRecord } from "@/lib/domain/session";
import { type DisplayStatus, toDisplayStatus } from "@/lib/domain/session-status";

const ICONS: Record<DisplayStatus["key"], LucideIcon> = {
  created: CircleDashed,
  in_progress: CircleDot,
  succeeded: Check,
  failed: X,
  expired: Hourglass,
  cancelled: Ban,
  overdue: Clock,
  unknown: CircleHelp,
};

/** The status as icon and word. An unknown status shows Kayle's own value. */
export function StatusBadge({
  session,
  now,
}: {
  session: Pick<SessionRecord, "status" | "completed_at" | "expires_at">;
  now: Date;
}) {
  const status = toDisplayStatus(session, now);
  const Icon = ICONS[status.key];
  return (
    <Badge tone={status.tone} icon={<Icon aria-hidden className="size-3.5 shrink-0" />}>
      {status.label}
    </Badge>
  );
}
