import { z } from "zod";
import { type SignInResponse, signInResponseSchema } from "@/lib/contracts/sign-in";
import { routes } from "@/lib/routes";

const csrfSchema = z.object({ csrfToken: z.string() });

/** Asks the desk to sign in. Throws when the desk does not answer or answers something else. */
export async function postSignIn(fields: {
  email: string;
  password: string;
  callbackUrl: string;
}): Promise<SignInResponse> {
  const csrf = await fetch(routes.api.csrf(), { cache: "no-store" });
  const { csrfToken } = csrfSchema.parse(await csrf.json());
  const response = await fetch(routes.api.signIn(), {
    method: "POST",
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
  return signInResponseSchema.parse(await response.json());
}
