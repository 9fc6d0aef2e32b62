import { headers } from "next/headers";
import type { ReactNode } from "react";
import { SignedOutBar } from "@/components/layout/signed-out-notice";
import { TopBar } from "@/components/layout/top-bar";
import { DraftProvider } from "@/components/providers/draft-provider";
import { PurposeProvider } from "@/components/providers/purpose-provider";
import { HydrationGate } from "@/components/ui/hydration-gate";
import { toAccessOrigin } from "@/lib/server/audit/access-origin";
import { findStaff } from "@/lib/server/auth/find-staff";
import { toPersonMark } from "@/lib/server/auth/person-mark";

/**
 * The shell around every page of the desk. It asks who is signed in only to show it: each page guards
 * itself, because Next may render a page without its layout.
 */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const staff = await findStaff();
  const { purpose } = toAccessOrigin(await headers());
  return (
    <PurposeProvider initial={purpose}>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      {staff && <TopBar name={staff.name} email={staff.email} role={staff.role} />}
      <main id="main" className="mx-auto w-full max-w-[1320px] px-4 py-5 sm:px-6">
        <HydrationGate>
          {staff ? (
            <DraftProvider person={toPersonMark(staff.id)}>
              {children}
              <SignedOutBar />
            </DraftProvider>
          ) : (
            children
          )}
        </HydrationGate>
      </main>
    </PurposeProvider>
  );
}
