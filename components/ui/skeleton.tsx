import { classes } from "./classes";

/** Holds the place of something that is on its way, in its final size. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div className={classes("motion-safe:animate-pulse rounded bg-surface-sunken", className)} />
  );
}
