import { z } from "zod";
import { STAFF_ROLES } from "@/lib/domain/roles";

export const PASSWORD_CHARACTERS_MIN = 12;
export const STAFF_NAME_CHARACTERS_MAX = 80;

const roleSchema = z.enum(STAFF_ROLES);
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(STAFF_NAME_CHARACTERS_MAX)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u);

/** One live sign-in of somebody. It has no id: nobody can do anything with a single one. */
const staffSignInSchema = z.object({
  /** ISO 8601, UTC; so are all times here. */
  since: z.string(),
  lastSeenAt: z.string(),
  method: z.enum(["password", "company"]),
  /** Null for one from before this was kept. */
  client: z.string().nullable(),
  /** The very sign-in that asks. */
  isThis: z.boolean(),
});
export type StaffSignIn = z.infer<typeof staffSignInSchema>;

/** Why something cannot be changed, in words; null where it can. */
const lockSchema = z.string().nullable();

const staffMemberSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  kind: z.enum(["local", "company", "demo"]),
  isSelf: z.boolean(),
  createdAt: z.string(),
  /** When the account was closed; null while it is open. */
  closedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  signIns: z.array(staffSignInSchema),
  locks: z.object({ name: lockSchema, role: lockSchema, close: lockSchema, password: lockSchema }),
});
export type StaffMember = z.infer<typeof staffMemberSchema>;

export const staffListResponseSchema = z.object({
  /** Everybody who ever had an account, by address. */
  data: z.array(staffMemberSchema),
  error: z.null(),
  meta: z.object({}),
});
export type StaffListResponse = z.infer<typeof staffListResponseSchema>;

export const addStaffRequestSchema = z.strictObject({
  name: nameSchema,
  email: z.string().trim().min(3).max(254),
  role: roleSchema,
  /** Left out, the desk makes one up and shows it once. */
  password: z.string().min(PASSWORD_CHARACTERS_MIN).max(1024).optional(),
});
export type AddStaffRequest = z.infer<typeof addStaffRequestSchema>;

/** Exactly one change at a time, so that each is one line of the access log. */
export const changeStaffRequestSchema = z.union([
  z.strictObject({ role: roleSchema }),
  z.strictObject({ disabled: z.boolean() }),
  z.strictObject({ name: nameSchema }),
  z.strictObject({ newPassword: z.literal(true) }),
]);
export type ChangeStaffRequest = z.infer<typeof changeStaffRequestSchema>;

export const staffChangeResponseSchema = z.object({
  data: z.object({ id: z.string() }),
  error: z.null(),
  meta: z.object({
    /** Made up by the desk, and not to be had again; null where none was. */
    password: z.string().nullable(),
    /** How many sign-ins this ended. */
    ended: z.number(),
  }),
});
export type StaffChangeResponse = z.infer<typeof staffChangeResponseSchema>;

export const signedOutEverywhereResponseSchema = z.object({
  data: z.object({
    ended: z.number(),
    /** Where to go next: the sign-in page, or the provider, to sign out there too. */
    url: z.url(),
  }),
  error: z.null(),
  meta: z.object({}),
});
export type SignedOutEverywhereResponse = z.infer<typeof signedOutEverywhereResponseSchema>;
