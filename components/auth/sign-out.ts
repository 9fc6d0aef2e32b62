"use client";

import { signOut } from "next-auth/react";
import { routes } from "@/lib/routes";

/** Ends this sign-in on the server, then leaves for the sign-in page with nothing kept in memory. */
export async function signOutOfDesk(): Promise<void> {
  await signOut({ redirect: false });
  window.location.assign(routes.signIn());
}
