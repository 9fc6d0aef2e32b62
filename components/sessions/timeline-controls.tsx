"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { CopyButton } from "@/components/ui/copy-button";
import { Segmented } from "@/components/ui/segmented";
import type { TimeMode } from "@/lib/domain/timeline/when-text";

const MODES: readonly { value: TimeMode; label: string }[] = [
  { value: "absolute", label: "Clock" },
  { value: "relative", label: "Ago" },
  { value: "elapsed", label: "Since creation" },
];

const SHOWN = [
  { value: "all", label: "All" },
  { value: "failed", label: "Failed only" },
] as const;

/** How the timeline gives its times, what of it is shown, and the whole of it as text. */
export function TimelineControls({
  text,
  isFailedOnly,
  onFailedOnlyChange,
}: {
  text: string;
  isFailedOnly: boolean;
  onFailedOnlyChange: (isFailedOnly: boolean) => void;
}) {
  const { preferences, setPreference } = usePreferences();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label="Times in the timeline"
        value={preferences.timelineTimes}
        options={MODES}
        onChange={(mode) => setPreference("timelineTimes", mode)}
      />
      <Segmented
        label="Entries of the timeline"
        value={isFailedOnly ? "failed" : "all"}
        options={SHOWN}
        onChange={(shown) => onFailedOnlyChange(shown === "failed")}
      />
      <CopyButton text={text} label="Copy timeline as text" compact />
    </div>
  );
}
