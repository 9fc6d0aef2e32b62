import type { AccessEvent } from "./access-event";

/** Of what the access log knows, what people do with one session. */
export const SESSION_ACTS = [
  "session_view",
  "lookup",
  "export",
  "note_add",
  "note_edit",
  "cancel",
  "resend",
] as const satisfies readonly AccessEvent[];

/** Those that show a session to a person. */
export const LOOKS: readonly string[] = [
  "session_view",
  "lookup",
  "export",
] satisfies readonly AccessEvent[];
