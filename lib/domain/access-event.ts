/**
 * What the access log knows of: everything that anybody does at the desk, every refusal, and what
 * the desk does to the log itself.
 */
export const ACCESS_EVENTS = [
  "sign_in",
  "sign_in_refused",
  "sign_in_limited",
  "sign_out",
  "session_view",
  "search",
  "lookup",
  "export",
  "log_read",
  "note_add",
  "note_edit",
  "cancel",
  "resend",
  "denied",
  "staff_change",
  "setting",
  "retention",
  "key_change",
] as const;
export type AccessEvent = (typeof ACCESS_EVENTS)[number];

/**
 * What came of it. `begun` stands before an action that reaches Kayle, so that none can happen
 * unlogged; the row with the result follows it.
 */
export const ACCESS_OUTCOMES = ["done", "begun", "refused", "not_found", "failed"] as const;
export type AccessOutcome = (typeof ACCESS_OUTCOMES)[number];

export type AccessDetail = string | number | boolean | null | readonly AccessDetail[];
export type AccessDetails = Readonly<Record<string, AccessDetail>>;
