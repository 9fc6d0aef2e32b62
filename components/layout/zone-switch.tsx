"use client";

import { ArrowLeftRight } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { buttonClasses } from "@/components/ui/button";
import { zoneLabel } from "@/lib/domain/time";

const MINUTE_MS = 60_000;

/** Names the one zone that every time on the page is in, and switches it. */
export function ZoneSwitch() {
  const { preferences, zone, setPreference } = usePreferences();
  const now = useNow(MINUTE_MS);
  const other = preferences.times === "local" ? "utc" : "local";
  return (
    <button
      type="button"
      className={buttonClasses("quiet", "px-2 font-normal text-ink-soft")}
      title={other === "utc" ? "Show every time in UTC" : "Show every time in your own zone"}
      onClick={() => setPreference("times", other)}
    >
      <span className="sr-only sm:not-sr-only">Times in</span> {zoneLabel(zone, now)}
      <ArrowLeftRight aria-hidden className="size-3.5 text-ink-faint" />
      <span className="sr-only">
        , {other === "utc" ? "switch to UTC" : "switch to your own zone"}
      </span>
    </button>
  );
}
