import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { ClockProvider } from "@/components/providers/clock-provider";
import { PreferencesProvider } from "@/components/providers/preferences-provider";
import { PurposeProvider } from "@/components/providers/purpose-provider";
import type { SessionResponse } from "@/lib/contracts/api";
import { DEFAULT_PREFERENCES } from "@/lib/domain/preferences";
import { aSession } from "@/lib/domain/session-record.fixture";
import { queryKeys } from "@/lib/queries/query-keys";
import { SessionView } from "./session-view";

// There is no router outside of Next.
vi.mock("next/navigation", () => ({
  usePathname: () => "/sessions/x",
  useSearchParams: () => new URLSearchParams(),
  useRouter: () => ({ push: vi.fn(), replace: vi.fn(), prefetch: vi.fn() }),
}));

const NOW = "2026-11-23T12:00:00.000Z";
const SESSION = aSession({ status: "in_progress", completed_at: null });

function render(given: { isReadOnly: boolean; mayCancel?: boolean }): string {
  const client = new QueryClient();
  const answer: SessionResponse = {
    data: SESSION,
    error: null,
    meta: { fetchedAt: NOW, unknownFields: [] },
  };
  client.setQueryData(queryKeys.session(SESSION.id), answer);
  const may = given.mayCancel ?? true;
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <PreferencesProvider cookie="desk-view" initial={DEFAULT_PREFERENCES}>
        <PurposeProvider initial={null}>
          <ClockProvider serverNow={NOW}>
            <SessionView
              id={SESSION.id}
              initialError={null}
              mayCancel={may}
              mayResend={may}
              mayNote={may}
              isReadOnly={given.isReadOnly}
            />
          </ClockProvider>
        </PurposeProvider>
      </PreferencesProvider>
    </QueryClientProvider>,
  );
}

test("a desk that may only read offers no cancel, and one line says why; notes it takes", () => {
  const page = render({ isReadOnly: true });
  expect(page).not.toContain("Cancel session");
  expect(page).toContain("This desk may only read at Kayle");
  expect(page).toContain("Add a note");
});

test("one that may act offers it, and says nothing of the sort", () => {
  const page = render({ isReadOnly: false });
  expect(page).toContain("Cancel session");
  expect(page).not.toContain("may only read at Kayle");
});

test("a viewer, who may not act anyway, is not told of it", () => {
  const page = render({ isReadOnly: true, mayCancel: false });
  expect(page).not.toContain("may only read at Kayle");
  expect(page).not.toContain("Add a note");
});
