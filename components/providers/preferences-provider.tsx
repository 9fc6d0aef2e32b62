"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { displayZone, type Preferences, serialisePreferences } from "@/lib/domain/preferences";

type PreferencesContext = {
  preferences: Preferences;
  /** The IANA zone of every time on the page. */
  zone: string;
  setPreference: <K extends keyof Preferences>(name: K, value: Preferences[K]) => void;
};

const Context = createContext<PreferencesContext | null>(null);

const YEAR_SECONDS = 365 * 24 * 60 * 60;

function writeCookie(cookie: string, preferences: Preferences): void {
  const value = encodeURIComponent(serialisePreferences(preferences));
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that staff use.
  document.cookie = `${cookie}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** Holds how this person likes to see the desk, starting from what the server read in the cookie. */
export function PreferencesProvider({
  initial,
  cookie,
  children,
}: {
  initial: Preferences;
  /** The name of this person's own cookie. */
  cookie: string;
  children: ReactNode;
}) {
  const [preferences, setPreferences] = useState(initial);

  useEffect(() => {
    // Only the browser knows its zone: the first visit is painted in UTC, every later one in this.
    const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setPreferences((current) =>
      current.localZone === localZone ? current : { ...current, localZone },
    );
  }, []);

  useEffect(() => {
    writeCookie(cookie, preferences);
    if (preferences.theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = preferences.theme;
  }, [cookie, preferences]);

  const value = useMemo<PreferencesContext>(
    () => ({
      preferences,
      zone: displayZone(preferences),
      setPreference: (name, next) => setPreferences((current) => ({ ...current, [name]: next })),
    }),
    [preferences],
  );
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): PreferencesContext {
  const value = useContext(Context);
  if (!value) throw new Error("usePreferences needs a PreferencesProvider above it");
  return value;
}
