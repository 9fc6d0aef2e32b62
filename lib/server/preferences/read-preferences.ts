import "server-only";
import { cookies } from "next/headers";
import { findPreferences, type Preferences, toPreferencesCookie } from "@/lib/domain/preferences";
import { findStaff } from "../auth/find-staff";
import { toPersonMark } from "./person-mark";

/** How whoever opens this page likes to see the desk, and the cookie in which that is kept. */
export async function readPreferences(): Promise<{ preferences: Preferences; cookie: string }> {
  const [staff, jar] = [await findStaff(), await cookies()];
  const mark = staff && toPersonMark(staff.id);
  return {
    preferences: findPreferences(mark, (name) => jar.get(name)?.value),
    cookie: toPreferencesCookie(mark),
  };
}
