import { z } from "zod";
import { routes } from "@/lib/routes";

const csrfSchema = z.object({ csrfToken: z.string() });

/**
 * Posts to one of the desk's sign-in routes, with the token that proves that a page of the desk asks.
 * Throws when the desk does not answer or gives no token.
 */
export async function postAuth(path: string, fields: Record<string, string>): Promise<Response> {
  const csrf = await fetch(routes.api.csrf(), { cache: "no-store" });
  const { csrfToken } = csrfSchema.parse(await csrf.json());
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, csrfToken }),
  });
}
