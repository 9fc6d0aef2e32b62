import { LOOKUP_TOLD_MAX, lookupResponseSchema } from "@/lib/contracts/lookups";
import { routes } from "@/lib/routes";
import { callApi } from "./api-client";

/** Tells the desk which sessions a pasted text is about to open. @throws ApiClientError */
export async function postLookup(ids: readonly string[]): Promise<void> {
  await callApi(routes.api.lookups(), lookupResponseSchema, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ids: ids.slice(0, LOOKUP_TOLD_MAX) }),
  });
}
