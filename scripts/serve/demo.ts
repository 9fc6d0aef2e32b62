import { STAFF_ROLES } from "@/lib/domain/roles";

/** The password of every demo account. A test holds it equal to what the desk creates. */
export const DEMO_PASSWORD = "session-desk-demo";

/** What a person needs to know before the first sign-in. */
export function toDemoLines(): string[] {
  return [
    "Demo mode: made-up sessions, no connection to Kayle. Sign in as one of",
    ...STAFF_ROLES.map((role) => `  ${role}@demo.test`),
    `with the password ${DEMO_PASSWORD}`,
  ];
}
