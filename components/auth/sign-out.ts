"use client";

import { signOut } from "next-auth/react";
import { routes } from "@/lib/routes";

/**
 * Ends this sign-in on the server, then leaves with nothing kept in memory: for the sign-in page, or by
 * way of the company's provider, to sign out there too. The desk's server says which.
 */
export async function signOutOfDesk(): Promise<void> {
  const answer = await signOut({ redirect: false });
  window.location.assign(answer?.url || routes.signIn());
}
