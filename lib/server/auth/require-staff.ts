import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Staff } from "@/lib/domain/staff";
import { routes } from "@/lib/routes";
import { findRequestedPath } from "../requested-path";
import { findStaff } from "./find-staff";

/**
 * Guards a page: gives the signed-in person, or leaves for the sign-in page. `returnTo` is the path
 * and query to come back to; where the browser asked for that very page, its own spelling is kept.
 * The browser itself carries the fragment over.
 */
export async function requireStaff(returnTo: string): Promise<Staff> {
  return (await findStaff()) ?? redirect(routes.signIn(await toExactPath(returnTo)));
}

async function toExactPath(returnTo: string): Promise<string> {
  const requested = findRequestedPath(await headers());
  return requested && pathOf(requested) === pathOf(returnTo) ? requested : returnTo;
}

function pathOf(pathAndQuery: string): string | undefined {
  return pathAndQuery.split("?", 1)[0];
}
