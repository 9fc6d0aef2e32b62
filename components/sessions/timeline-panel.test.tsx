import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ClockProvider } from "@/components/providers/clock-provider";
import { PreferencesProvider } from "@/components/providers/preferences-provider";
import { DEFAULT_PREFERENCES } from "@/lib/domain/preferences";
import { aSession } from "@/lib/domain/session-record.fixture";
import { TimelinePanel } from "./timeline-panel";

const SESSION = aSession({ status: "in_progress" });
const CREATED_MS = Date.parse(SESSION.created_at);

function at(ms: number): string {
  return new Date(CREATED_MS + ms).toISOString();
}

function render(gone: Parameters<typeof TimelinePanel>[0]["gone"]): string {
  const html = renderToStaticMarkup(
    <PreferencesProvider cookie="desk-view" initial={DEFAULT_PREFERENCES}>
      <ClockProvider serverNow={at(400_000)}>
        <TimelinePanel session={SESSION} lastReadAt={at(300_000)} gone={gone ?? null} />
      </ClockProvider>
    </PreferencesProvider>,
  );
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("the timeline of a session that Kayle deleted while its page was open", () => {
  test("says so, between which two looks, and that the desk saw it", () => {
    const text = render({ lastReadAt: at(300_000), goneAt: at(303_000) });
    expect(text).toMatch(/Deleted at Kayle Seen by the desk · between .+ and .+ · it no longer/);
  });

  test("does not say of it that it is still open", () => {
    const overdue = 2 * 3_600_000;
    const text = render({ lastReadAt: at(overdue), goneAt: at(overdue + 3_000) });
    expect(text).not.toContain("Still open");
    expect(render(null)).not.toContain("Deleted");
  });
});
