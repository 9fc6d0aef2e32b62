import "server-only";
import { headers } from "next/headers";
import { toRequestId } from "./request-id";

/** The id of the request that the page is being rendered for: the one in the header of its answer. */
export async function getPageRequestId(): Promise<string> {
  return toRequestId(await headers());
}
