import type { SearchResponse } from "@/lib/contracts/search";
import { type SearchRequest, toSearchParamsText } from "@/lib/contracts/search-params";
import { routes } from "@/lib/routes";
import { ACCOUNT } from "./start-world";

export type DeskClient = { search(request: SearchRequest): Promise<SearchResponse["meta"]> };

/** Signs in over the desk's own API; every call then passes all that a browser's would. */
export async function signIn(desk: string): Promise<DeskClient> {
  const token = await fetch(`${desk}${routes.api.csrf()}`);
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  const signedIn = await fetch(`${desk}${routes.api.signIn()}`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: toCookies(token), origin: desk, "content-type": "application/json" },
    body: JSON.stringify({ ...ACCOUNT, csrfToken, callbackUrl: routes.home() }),
  });
  const cookie = toCookies(signedIn);
  return {
    async search(request) {
      const url = `${desk}${routes.api.sessions(toSearchParamsText(request))}`;
      const response = await fetch(url, { headers: { cookie } });
      if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`);
      return ((await response.json()) as SearchResponse).meta;
    },
  };
}

function toCookies(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
