"use client";

import { routes } from "@/lib/routes";
import { postAuth } from "./post-auth";

/** Ends this sign-in on the server, then leaves for the sign-in page with nothing kept in memory. */
export async function signOutOfDesk(): Promise<void> {
  await postAuth(routes.api.signOut(), {});
  window.location.assign(routes.signIn());
}
