import {
  Check,
  CircleDashed,
  CircleHelp,
  type LucideIcon,
  SearchX,
  ShieldX,
  X,
} from "lucide-react";
import { classes } from "@/components/ui/classes";
import { outcomeName } from "@/lib/domain/access-words";

const LOOKS: Record<string, readonly [LucideIcon, string]> = {
  done: [Check, "text-ink-soft"],
  begun: [CircleDashed, "text-ink-soft"],
  refused: [ShieldX, "text-danger"],
  not_found: [SearchX, "text-warning"],
  failed: [X, "text-danger"],
};

/** What came of it, as icon and word; only what is not as it should be has a colour. */
export function LogOutcome({ outcome }: { outcome: string }) {
  const [Icon, tone] = LOOKS[outcome] ?? [CircleHelp, "text-ink-soft"];
  return (
    <span className={classes("inline-flex items-center gap-1 whitespace-nowrap", tone)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {outcomeName(outcome)}
    </span>
  );
}
