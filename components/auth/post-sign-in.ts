import { type SignInResponse, signInResponseSchema } from "@/lib/contracts/sign-in";
import { routes } from "@/lib/routes";
import { postAuth } from "./post-auth";

/** Asks the desk to sign in. Throws when the desk does not answer or answers something else. */
export async function postSignIn(fields: {
  email: string;
  password: string;
  callbackUrl: string;
}): Promise<SignInResponse> {
  const response = await postAuth(routes.api.signIn(), fields);
  return signInResponseSchema.parse(await response.json());
}
