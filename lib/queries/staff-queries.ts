import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import {
  type AddStaffRequest,
  type ChangeStaffRequest,
  type SignedOutEverywhereResponse,
  type StaffChangeResponse,
  type StaffListResponse,
  signedOutEverywhereResponseSchema,
  staffChangeResponseSchema,
  staffListResponseSchema,
} from "@/lib/contracts/staff";
import { routes } from "@/lib/routes";
import { callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { queryKeys } from "./query-keys";

const FRESH_MS = 10_000;

/** Everybody who may or might sign in. */
export function staffQueryOptions() {
  return queryOptions<StaffListResponse, ApiClientError>({
    queryKey: queryKeys.staff(),
    queryFn: ({ client, queryKey, signal }) =>
      callApi(
        routes.api.staff(),
        staffListResponseSchema,
        { method: "GET" },
        { signal, background: client.getQueryData(queryKey) !== undefined },
      ),
    staleTime: FRESH_MS,
    retry: false,
    networkMode: "always",
  });
}

export function addStaffMutation(client: QueryClient) {
  return mutationOptions<StaffChangeResponse, ApiClientError, AddStaffRequest>({
    mutationFn: (wanted) =>
      change(client, routes.api.staff(), staffChangeResponseSchema, "POST", wanted),
    retry: false,
    networkMode: "always",
  });
}

/** One change of one account. */
export function changeStaffMutation(client: QueryClient, id: string) {
  return mutationOptions<StaffChangeResponse, ApiClientError, ChangeStaffRequest>({
    mutationFn: (wanted) =>
      change(client, routes.api.staffMember(id), staffChangeResponseSchema, "PATCH", wanted),
    retry: false,
    networkMode: "always",
  });
}

/** Ends every sign-in of somebody. */
export function signStaffOutMutation(client: QueryClient, id: string) {
  return mutationOptions<StaffChangeResponse, ApiClientError, void>({
    mutationFn: () =>
      change(client, routes.api.staffSignOut(id), staffChangeResponseSchema, "POST", {}),
    retry: false,
    networkMode: "always",
  });
}

/** Ends every sign-in of the person at the page. */
export function signOutEverywhereMutation() {
  return mutationOptions<SignedOutEverywhereResponse, ApiClientError, void>({
    mutationFn: () =>
      callApi(
        routes.api.signOutEverywhere(),
        signedOutEverywhereResponseSchema,
        toInit("POST", {}),
      ),
    retry: false,
    networkMode: "always",
  });
}

async function change<T>(
  client: QueryClient,
  path: string,
  schema: z.ZodType<T>,
  method: string,
  body: object,
): Promise<T> {
  const answer = await callApi(path, schema, toInit(method, body));
  await client.invalidateQueries({ queryKey: queryKeys.staff() });
  return answer;
}

function toInit(method: string, body: object) {
  const headers = { "content-type": "application/json" };
  return { method, headers, body: JSON.stringify(body) };
}
