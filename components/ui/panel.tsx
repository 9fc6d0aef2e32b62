import { type ReactNode, useId } from "react";
import { classes } from "./classes";

/** A titled white panel with a hairline: the one container of the desk's pages. */
export function Panel({
  title,
  aside,
  children,
  className,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={classes(
        "min-w-0 rounded-lg border border-line bg-surface p-4 sm:p-5 print:break-inside-avoid print:border-0 print:px-0",
        className,
      )}
    >
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={titleId} className="font-semibold text-ink-soft text-sm">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
