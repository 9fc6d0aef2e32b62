import type { ReactNode } from "react";
import { classes } from "./classes";

const TONES = {
  progress: "bg-progress-soft text-progress",
  neutral: "bg-muted-soft text-muted",
  success: "bg-success-soft text-success",
  danger: "bg-danger-soft text-danger",
  warning: "bg-warning-soft text-warning",
  muted: "bg-muted-soft text-muted",
} as const;

export type BadgeTone = keyof typeof TONES;

/** A word on its tone's ground. The icon and the word carry the meaning; the colour only helps. */
export function Badge({
  tone,
  icon,
  children,
  className,
}: {
  tone: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classes(
        "inline-flex max-w-full items-center gap-1 rounded-md px-2 py-0.5 font-medium text-sm",
        TONES[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
