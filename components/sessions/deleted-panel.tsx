"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { formatDateTime } from "@/lib/domain/time";

/** In place of the verdict, once Kayle no longer knows a session that the page still shows. */
export function DeletedPanel({ fetchedAt }: { fetchedAt: string }) {
  const { zone } = usePreferences();
  return (
    <section
      aria-label="Verdict"
      className="min-w-0 rounded-lg border border-line bg-surface p-4 sm:p-5"
    >
      <h1 className="text-pretty font-semibold text-xl sm:text-2xl">
        Kayle no longer knows this session.
      </h1>
      <p className="mt-1.5 text-ink-soft">
        It was deleted while this page was open. The facts and the timeline below are what Kayle
        said on {formatDateTime(fetchedAt, zone)}; they are not true of today.
      </p>
    </section>
  );
}
