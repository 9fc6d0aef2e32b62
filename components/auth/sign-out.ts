"use client";

import { signOut } from "next-auth/react";
import { clearDrafts } from "@/components/providers/draft-store";
import { routes } from "@/lib/routes";

/**
 * Ends this sign-in on the server, then leaves for the sign-in page with nothing kept in memory. The
 * desk's answer says where to, with words where it could not write down the sign-out.
 */
export async function signOutOfDesk(): Promise<void> {
  const { url } = await signOut({ redirect: false });
  leaveDesk(URL.canParse(url, window.location.href) ? new URL(url, window.location.href) : null);
}

/** Leaves for the sign-in page; of what was typed nothing is left for whoever comes next. */
export function leaveDesk(answered: URL | null = null): void {
  clearDrafts();
  const error = answered?.searchParams.get("error");
  window.location.assign(error ? routes.signInWithError(error) : routes.signIn());
}
