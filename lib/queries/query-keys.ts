import { type SessionListQuery, toSessionListSearch } from "@/lib/contracts/session-list-query";

/** Every query key of the desk; invalidated by prefix (`all`, `lists`). */
export const sessionKeys = {
  all: ["sessions"] as const,
  lists: () => [...sessionKeys.all, "list"] as const,
  list: (query: SessionListQuery) => [...sessionKeys.lists(), toSessionListSearch(query)] as const,
  details: () => [...sessionKeys.all, "detail"] as const,
  detail: (id: string) => [...sessionKeys.details(), id] as const,
};
