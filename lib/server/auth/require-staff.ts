import "server-only";
import { redirect } from "next/navigation";
import type { Staff } from "@/lib/domain/staff";
import { routes } from "@/lib/routes";
import { findStaff } from "./find-staff";

/**
 * Guards a page: gives the signed-in person, or leaves for the sign-in page. `returnTo` is the path
 * and query to come back to; the browser itself carries the fragment over.
 */
export async function requireStaff(returnTo: string): Promise<Staff> {
  return (await findStaff()) ?? redirect(routes.signIn(returnTo));
}
