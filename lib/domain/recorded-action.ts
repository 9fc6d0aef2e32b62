/** What a member of staff did to a session, as the desk recorded it; times by the desk's clock. */
export type RecordedAction = {
  id: string;
  kind: "note" | "cancel" | "resend";
  /** The person's name as staff know it. */
  by: string;
  /** ISO 8601, UTC. */
  at: string;
  /** The note, or the reason given for a cancel; null where there is none. */
  text: string | null;
  /** What came of it, such as `cancelled_by_this_call`; null where nothing is known. */
  outcome: string | null;
};
