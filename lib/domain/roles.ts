export const STAFF_ROLES = ["viewer", "agent", "lead", "admin"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What a member of staff may want to do. One name per row of the table in `can`. */
export const STAFF_ACTIONS = [
  "session:read",
  "session:note",
  "session:cancel",
  "webhook:resend",
  "access-log:read",
  "session:export",
  "team-view:write",
  "staff:manage",
  "health:read",
] as const;
export type StaffAction = (typeof STAFF_ACTIONS)[number];

const LOWEST_ROLE: Record<StaffAction, StaffRole> = {
  "session:read": "viewer",
  "session:note": "agent",
  "session:cancel": "agent",
  "webhook:resend": "agent",
  "access-log:read": "lead",
  "session:export": "lead",
  "team-view:write": "lead",
  "staff:manage": "admin",
  "health:read": "admin",
};

/** Whether `role` may do `action`. Each role may do all that the roles before it may. */
export function can(role: StaffRole, action: StaffAction): boolean {
  return STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(LOWEST_ROLE[action]);
}

export function isStaffRole(value: unknown): value is StaffRole {
  return typeof value === "string" && (STAFF_ROLES as readonly string[]).includes(value);
}
