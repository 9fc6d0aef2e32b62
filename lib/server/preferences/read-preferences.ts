import "server-only";
import { cookies } from "next/headers";
import { findPreferences, type Preferences, toPreferencesCookie } from "@/lib/domain/preferences";
import { findStaff } from "../auth/find-staff";
import { toPersonMark } from "./person-mark";

/** How whoever opens this page likes to see the desk, and the cookie in which that is kept. */
export async function readPreferences(): Promise<{ preferences: Preferences; cookie: string }> {
  const jar = await cookies();
  // A page that says that the database cannot be reached must itself not need it.
  const staff = await findStaff().catch(() => null);
  const mark = staff && toPersonMark(staff.id);
  return {
    preferences: findPreferences(mark, (name) => jar.get(name)?.value),
    cookie: toPreferencesCookie(mark),
  };
}
