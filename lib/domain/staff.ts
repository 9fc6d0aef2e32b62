import type { StaffRole } from "./roles";

/** The signed-in person. Holds nothing that a page of the desk may not show to that person. */
export type Staff = {
  id: string;
  email: string;
  name: string;
  role: StaffRole;
  /** The sign-in that this request belongs to; a person may have several. */
  signInId: string;
};
