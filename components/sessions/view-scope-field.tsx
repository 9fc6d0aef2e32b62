"use client";

import type { ViewScope } from "@/lib/domain/saved-views";

const SCOPES: readonly { value: ViewScope; label: string }[] = [
  { value: "personal", label: "For me alone" },
  { value: "team", label: "For the whole team" },
];

/** Who is to see a view. */
export function ViewScopeField({
  scope,
  onScope,
}: {
  scope: ViewScope;
  onScope: (scope: ViewScope) => void;
}) {
  return (
    <fieldset className="text-sm">
      <legend className="mb-1 font-medium">Who sees it</legend>
      {SCOPES.map(({ value, label }) => (
        <label key={value} className="flex min-h-7 items-center gap-2">
          <input
            type="radio"
            name="view-scope"
            checked={scope === value}
            onChange={() => onScope(value)}
            className="size-4 accent-(--accent)"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
