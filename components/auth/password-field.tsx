"use client";

import { type Ref, useState } from "react";
import { HydrationGate } from "@/components/ui/hydration-gate";

export const FIELD_CLASSES =
  "h-9 w-full rounded-md border border-line bg-surface px-3 text-base text-ink";

/** The password, which its writer may look at. */
export function PasswordField({ ref }: { ref: Ref<HTMLInputElement> }) {
  const [shown, setShown] = useState(false);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor="password" className="font-medium text-sm">
        Password
      </label>
      <div className="relative">
        <input
          ref={ref}
          id="password"
          name="password"
          type={shown ? "text" : "password"}
          autoComplete="current-password"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          required
          maxLength={1024}
          className={`${FIELD_CLASSES} pr-16`}
        />
        <HydrationGate>
          <button
            type="button"
            aria-controls="password"
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0 rounded-md px-3 text-ink-soft text-sm hover:text-ink"
          >
            {shown ? "Hide" : "Show"}
            <span className="sr-only"> what you typed</span>
          </button>
        </HydrationGate>
      </div>
    </div>
  );
}
