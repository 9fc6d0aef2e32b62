import type { ObservedChange, ReadState } from "./observation";

/**
 * What changed from one read to the next; null stands for a session that Kayle no longer has. Empty
 * where nothing did. Moments are compared as texts: Kayle writes each one in one way.
 */
export function compareReads(previous: ReadState | null, next: ReadState | null): ObservedChange[] {
  if (previous === null || next === null) {
    if (previous === next) return [];
    return [{ field: "deleted", from: previous === null, to: next === null }];
  }
  return [
    ...compareValues(previous, next),
    ...compareTimes(previous, next),
    ...compareRest(previous, next),
  ];
}

function compareValues(previous: ReadState, next: ReadState): ObservedChange[] {
  const changes: ObservedChange[] = [];
  if (previous.status !== next.status) {
    changes.push({ field: "status", from: previous.status, to: next.status });
  }
  if (previous.failure_code !== next.failure_code) {
    changes.push({ field: "failure_code", from: previous.failure_code, to: next.failure_code });
  }
  for (const field of ["nfc_tries_used", "liveness_tries_used"] as const) {
    if (Object.is(previous[field], next[field])) continue;
    changes.push({ field, from: previous[field], to: next[field] });
  }
  return changes;
}

function compareTimes(previous: ReadState, next: ReadState): ObservedChange[] {
  const fields = ["created_at", "expires_at", "completed_at", "updated_at"] as const;
  return fields
    .filter((field) => previous[field] !== next[field])
    .map((field) => ({ field, from: previous[field], to: next[field] }));
}

function compareRest(previous: ReadState, next: ReadState): ObservedChange[] {
  const names = new Set([...Object.keys(previous.rest), ...Object.keys(next.rest)]);
  return [...names]
    .filter((name) => previous.rest[name] !== next.rest[name])
    .sort()
    .map((name) => toRestChange(name, previous, next));
}

function toRestChange(name: string, previous: ReadState, next: ReadState): ObservedChange {
  if (name === "share_fields") {
    return { field: "share_fields", from: previous.shareFieldCount, to: next.shareFieldCount };
  }
  if (name === "redirect_url") {
    return { field: "redirect_url", from: previous.hasRedirect, to: next.hasRedirect };
  }
  return { field: "other", name: name.replace(/^\+/, "") };
}
