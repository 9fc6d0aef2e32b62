import { type SignInResponse, signInResponseSchema } from "@/lib/contracts/sign-in";
import { routes } from "@/lib/routes";
import { postAuth } from "./post-auth";

/** Asks the desk to sign in. Throws when the desk does not answer or answers something else. */
export function postSignIn(fields: {
  email: string;
  password: string;
  callbackUrl: string;
}): Promise<SignInResponse> {
  return post(routes.api.signIn(), fields);
}

/** Asks the desk where the company's sign-in begins. Throws like `postSignIn`. */
export function postCompanySignIn(fields: { callbackUrl: string }): Promise<SignInResponse> {
  return post(routes.api.companySignIn(), fields);
}

async function post(path: string, fields: Record<string, string>): Promise<SignInResponse> {
  const response = await postAuth(path, fields);
  return signInResponseSchema.parse(await response.json());
}
