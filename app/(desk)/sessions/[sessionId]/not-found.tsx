import { SessionNotFound } from "@/components/sessions/session-not-found";
import { getSeenBeforeNote } from "@/lib/server/sessions/seen-before-note";

export default async function NotFound() {
  return <SessionNotFound seenBefore={await getSeenBeforeNote().read} />;
}
