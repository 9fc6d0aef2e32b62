import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-line bg-surface px-1.5 font-sans text-ink-soft text-xs">
      {children}
    </kbd>
  );
}
