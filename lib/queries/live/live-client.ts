import { focusManager, type QueryClient } from "@tanstack/react-query";
import { LIVE_IDS_MAX, type LiveLane } from "@/lib/contracts/live";
import { queryKeys } from "../query-keys";
import { applyLiveEvent } from "./apply-live-event";
import { getDelivered, setDelivered } from "./deliveries";
import { createLiveConnection } from "./live-connection";
import { type OpenStream, openStream } from "./open-stream";

/** Everything of one tab that wants to be live, over one stream. */
export type LiveClient = {
  /** Follows these sessions until the function that it gives is called. */
  follow(ids: readonly string[], lane: LiveLane): () => void;
};

const clients = new WeakMap<QueryClient, LiveClient>();

/** The tab's only one. Call it in effects alone: a server must have none. */
export function getLiveClient(queryClient: QueryClient): LiveClient {
  const known = clients.get(queryClient) ?? createLiveClient(queryClient);
  clients.set(queryClient, known);
  return known;
}

export function createLiveClient(
  queryClient: QueryClient,
  open: OpenStream = openStream,
): LiveClient {
  const followers = new Set<{ ids: readonly string[]; lane: LiveLane }>();
  let unsubscribe: (() => void) | null = null;
  const connection = createLiveConnection({
    open,
    isVisible: () => focusManager.isFocused(),
    onEvent: (event) => applyLiveEvent(queryClient, event),
    onDelivering(ids) {
      const changed = [...getDelivered(), ...ids];
      setDelivered(ids);
      for (const id of changed) askAnewHowOften(queryClient, id);
    },
  });

  function update(): void {
    if (followers.size > 0) unsubscribe ??= focusManager.subscribe(connection.onVisibility);
    connection.want(toWanted(followers));
    if (followers.size > 0) return;
    unsubscribe?.();
    unsubscribe = null;
  }

  return {
    follow(ids, lane) {
      if (ids.length === 0) return () => {};
      const follower = { ids, lane };
      followers.add(follower);
      update();
      return () => {
        followers.delete(follower);
        update();
      };
    },
  };
}

/** A query learns only from its own news, or its page's, that it is to be polled again. */
function askAnewHowOften(queryClient: QueryClient, id: string): void {
  const query = queryClient.getQueryCache().find({ queryKey: queryKeys.session(id), exact: true });
  for (const observer of query?.observers ?? []) observer.setOptions(observer.options);
}

/** Open pages first: what finds no place in the stream is read as without one. */
function toWanted(
  followers: ReadonlySet<{ ids: readonly string[]; lane: LiveLane }>,
): Map<string, LiveLane> {
  const wanted = new Map<string, LiveLane>();
  for (const lane of ["page", "row"] as const) {
    for (const follower of followers) {
      if (follower.lane !== lane) continue;
      for (const id of follower.ids) {
        if (wanted.size < LIVE_IDS_MAX && !wanted.has(id)) wanted.set(id, lane);
      }
    }
  }
  return wanted;
}
