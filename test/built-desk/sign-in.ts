import { routes } from "@/lib/routes";
import { type RawAnswer, sendRaw } from "./raw-http";

/** What a change must come with, and the token in its body. */
export type Csrf = { cookie: string; csrfToken: string };

/** Signs in as the sign-in page does. @returns the Cookie header of whoever is signed in. */
export async function signIn(
  desk: string,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const csrf = await getCsrf(desk);
  const fields = { email, password, csrfToken: csrf.csrfToken, callbackUrl: routes.home() };
  const answer = await postAuth(desk, routes.api.signIn(), csrf.cookie, fields);
  if (answer.status !== 200) throw new Error(`Signing in as ${email}: ${answer.status}`);
  return toCookies(answer);
}

export async function signOut(desk: string, cookie: string): Promise<void> {
  const csrf = await getCsrf(desk);
  const { csrfToken } = csrf;
  const cookies = `${cookie}; ${csrf.cookie}`;
  const answer = await postAuth(desk, routes.api.signOut(), cookies, { csrfToken });
  if (answer.status !== 200) throw new Error(`Signing out: ${answer.status} ${answer.body}`);
}

export async function getCsrf(desk: string): Promise<Csrf> {
  const answer = await sendRaw(desk, { method: "GET", target: routes.api.csrf() });
  const { csrfToken } = JSON.parse(answer.body) as { csrfToken: string };
  return { cookie: toCookies(answer), csrfToken };
}

/** Sends a form of the sign-in page's. */
export function postAuth(
  desk: string,
  target: string,
  cookie: string,
  fields: Record<string, string>,
): Promise<RawAnswer> {
  return sendRaw(desk, {
    method: "POST",
    target,
    headers: { cookie, origin: desk, "content-type": "application/json" },
    body: toAscii(JSON.stringify(fields)),
  });
}

function toCookies({ headers }: RawAnswer): string {
  const lines = (headers["set-cookie"] ?? "").split("\n");
  return lines.map((line) => line.split(";", 1).join("")).join("; ");
}

/** JSON may write every sign by its number; the raw client counts one byte for each. */
function toAscii(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
