import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes";

const TONES = {
  info: "bg-accent-soft text-ink",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  success: "bg-success-soft text-success",
} as const;

/** A line or two that the person should not miss. `live` announces it when it appears. */
export function Notice({
  tone,
  icon: Icon,
  live,
  children,
  className,
}: {
  tone: keyof typeof TONES;
  icon: LucideIcon;
  live?: "polite" | "assertive";
  children: ReactNode;
  className?: string;
}) {
  return (
    <div
      role={live === "assertive" ? "alert" : live === "polite" ? "status" : undefined}
      className={classes(
        "flex items-start gap-2 rounded-md px-3 py-2 text-sm",
        TONES[tone],
        className,
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
