"use client";

import { z } from "zod";
import { clearDrafts } from "@/components/providers/draft-store";
import { routes } from "@/lib/routes";
import { postAuth } from "./post-auth";

const answerSchema = z.object({ url: z.url() });

/**
 * Ends this sign-in on the server, then leaves for where the server says: the sign-in page, with words
 * where the sign-out could not be written down, or the company's provider, to sign out there too.
 */
export async function signOutOfDesk(): Promise<void> {
  const answer = await postAuth(routes.api.signOut(), {});
  leaveDesk(answerSchema.safeParse(await answer.json()).data?.url);
}

/** Leaves with nothing kept of what was typed, for whoever comes next. */
export function leaveDesk(url: string = routes.signIn()): void {
  clearDrafts();
  window.location.assign(url);
}
