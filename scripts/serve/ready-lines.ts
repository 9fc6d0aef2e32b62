import { STAFF_ROLES } from "@/lib/domain/roles";
import type { Env } from "@/lib/server/env-schema";
import { findDeskLog, toUrl } from "./desk";

/** The password of every demo account. A test holds it equal to what the desk creates. */
const DEMO_PASSWORD = "session-desk-demo";

/** What is printed once the desk is ready: in demo mode also how to sign in. */
export function toReadyLines(env: Env, isDevelopment: boolean): string[] {
  const log = findDeskLog(env, isDevelopment);
  return [
    ...(env.mode === "demo" ? toDemoLines() : []),
    ...(log ? [`The desk's log is in ${log}`] : []),
    `Session Desk is ready on ${toUrl(env.host, env.port)}`,
  ];
}

/** What a person needs to know before the first sign-in. */
export function toDemoLines(): string[] {
  return [
    "Demo mode: made-up sessions, no connection to Kayle. Sign in as one of",
    ...STAFF_ROLES.map((role) => `  ${role}@demo.test`),
    `with the password ${DEMO_PASSWORD}`,
  ];
}
