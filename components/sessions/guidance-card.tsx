"use client";

import { useEffect } from "react";
import { usePreferences } from "@/components/providers/preferences-provider";
import { buttonClasses } from "@/components/ui/button";
import { CopyStateText } from "@/components/ui/copy-state-text";
import { isTyping } from "@/components/ui/is-typing";
import { Kbd } from "@/components/ui/kbd";
import { Segmented } from "@/components/ui/segmented";
import { useCopy } from "@/components/ui/use-copy";
import type { Guidance } from "@/lib/domain/guidance";

const LANGUAGES = [
  { value: "en", label: "English", lang: "en" },
  { value: "fr", label: "Français", lang: "fr" },
] as const;

/** What to tell the customer, in their language, ready to be copied with one key. */
export function GuidanceCard({ guidance }: { guidance: Guidance }) {
  const { preferences, setPreference } = usePreferences();
  const { state, copy } = useCopy();
  const language = preferences.guidanceLanguage;
  const words = guidance[language];
  const hasKey = preferences.singleKeys === "on";

  useEffect(() => {
    if (!hasKey) return;
    function copyOnKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "c" || event.repeat || isTyping(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // An open dialog or menu has the keyboard to itself.
      if (document.querySelector("[role=dialog], [role=menu]")) return;
      void copy(words);
    }
    document.addEventListener("keydown", copyOnKey);
    return () => document.removeEventListener("keydown", copyOnKey);
  });

  return (
    <section
      aria-labelledby="guidance-title"
      className="rounded-r-lg border-accent-line border-l-[3px] bg-accent-soft px-4 py-3"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="guidance-title" className="font-semibold">
          What to tell the customer
        </h2>
        <div className="flex items-center gap-2">
          <Segmented
            label="Language of the answer"
            value={language}
            options={LANGUAGES}
            onChange={(next) => setPreference("guidanceLanguage", next)}
          />
          <button
            type="button"
            className={buttonClasses("secondary", "min-h-7 px-2 text-xs")}
            aria-keyshortcuts={hasKey ? "c" : undefined}
            onClick={() => copy(words)}
          >
            <CopyStateText state={state} idle="Copy" />
            {hasKey && <Kbd>C</Kbd>}
          </button>
        </div>
      </div>
      <p lang={language} className="mt-2 max-w-prose">
        {words}
      </p>
    </section>
  );
}
