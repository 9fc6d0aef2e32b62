import type { ObservedChange, ReadState } from "../observation";
import { toInstant } from "../time";

/** A session begins `created`, without failures and without an end. */
export function toCreationState(state: ReadState): ReadState {
  return {
    ...state,
    status: "created",
    failure_code: null,
    nfc_tries_used: 0,
    liveness_tries_used: 0,
    completed_at: null,
    updated_at: state.created_at,
  };
}

/** The state that a read was compared with: what it showed, less what it showed to have changed. */
export function toStateBefore(state: ReadState, changes: readonly ObservedChange[]): ReadState {
  const before: ReadState = { ...state };
  for (const change of changes) {
    if (change.field === "share_fields") before.shareFieldCount = change.from;
    else if (change.field === "redirect_url") before.hasRedirect = change.from;
    else if (change.field !== "other" && change.field !== "deleted") {
      Object.assign(before, { [change.field]: change.from });
    }
  }
  return before;
}

/**
 * A state as two sources of it can be compared: moments in one way of writing, and of all beyond the
 * plain fields only how much there is. Fingerprints are made and kept in more than one way.
 */
export function toPlainState(state: ReadState): ReadState {
  return {
    ...state,
    created_at: toPlainTime(state.created_at),
    expires_at: toPlainTime(state.expires_at),
    completed_at: state.completed_at === null ? null : toPlainTime(state.completed_at),
    updated_at: toPlainTime(state.updated_at),
    rest: { share_fields: String(state.shareFieldCount), redirect_url: String(state.hasRedirect) },
  };
}

function toPlainTime(iso: string): string {
  const ms = toInstant(iso);
  return ms === null ? iso : new Date(ms).toISOString();
}

/** A change that two plain states cannot show. */
export function isBeyondStates(change: ObservedChange): boolean {
  if (change.field === "other") return true;
  return (
    (change.field === "share_fields" || change.field === "redirect_url") &&
    change.from === change.to
  );
}
