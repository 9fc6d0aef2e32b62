import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** One thing about an account and the button that changes it, or the words why it stays. */
export function StaffAct({
  label,
  lock,
  isOff,
  isDanger = false,
  onAct,
  children,
}: {
  label: string;
  /** Why it cannot be changed; null where it can. */
  lock: string | null;
  isOff: boolean;
  isDanger?: boolean;
  onAct: () => void;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2 border-line border-t pt-4">
      <div className="min-w-0 flex-1 basis-60">
        {children}
        {lock && <p className="mt-1 text-ink-soft text-sm">{lock}</p>}
      </div>
      {!lock && (
        <Button variant={isDanger ? "danger" : "secondary"} disabled={isOff} onClick={onAct}>
          {label}
        </Button>
      )}
    </section>
  );
}
