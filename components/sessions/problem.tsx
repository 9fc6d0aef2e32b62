import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** A page that has nothing to show but why. The message is the page's heading. */
export function Problem({
  icon: Icon,
  blame,
  title,
  children,
  actions,
}: {
  icon: LucideIcon;
  /** Whose side it is on, in a word or two. */
  blame: string;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <section className="mx-auto mt-8 max-w-xl rounded-lg border border-line bg-surface p-6">
      <p className="flex items-center gap-2 text-ink-soft text-sm">
        <Icon aria-hidden className="size-4" /> {blame}
      </p>
      <h1 className="mt-2 text-pretty font-semibold text-xl">{title}</h1>
      <div className="mt-2 flex flex-col gap-2 text-ink-soft">{children}</div>
      {actions && <div className="mt-5 flex flex-wrap gap-2">{actions}</div>}
    </section>
  );
}
