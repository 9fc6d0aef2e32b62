import "./globals.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ClockProvider } from "@/components/providers/clock-provider";
import { PreferencesProvider } from "@/components/providers/preferences-provider";
import { QueryProvider } from "@/components/providers/query-provider";
import { readPreferences } from "@/lib/server/preferences/read-preferences";

export const metadata: Metadata = {
  title: { default: "Session Desk", template: "%s · Session Desk" },
  robots: { index: false, follow: false },
  // A ten-digit run in an id must not become a telephone link on a phone.
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const { preferences, cookie } = await readPreferences();
  return (
    <html
      lang="en"
      data-theme={preferences.theme === "system" ? undefined : preferences.theme}
      className="font-sans"
    >
      <body>
        <CSPProvider nonce={nonce}>
          <NuqsAdapter>
            <PreferencesProvider initial={preferences} cookie={cookie}>
              <ClockProvider serverNow={new Date().toISOString()}>
                <QueryProvider>{children}</QueryProvider>
              </ClockProvider>
            </PreferencesProvider>
          </NuqsAdapter>
        </CSPProvider>
      </body>
    </html>
  );
}
