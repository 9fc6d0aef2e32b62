import type { Cause } from "../cause";
import type { FailureEnd } from "../counters";
import type { TriesKind } from "../failure-code";
import type { KayleDelivery } from "../kayle-event";
import type { ObservedChange, ReadSource } from "../observation";
import type { RecordedAction } from "../recorded-action";

/** Where an entry is known from. */
export type TimelineOrigin = "record" | "event" | "clock" | "seen" | "staff";

/** Whose clock a moment was read from; the two may differ. */
export type Clock = "kayle" | "desk";

/** ISO 8601 as it stands where it is from; garbage of the record is kept as it is. */
export type Bound = { at: string; clock: Clock };

/** When something happened, as far as it is known. No time stands here that nobody gave. */
export type TimelineWhen =
  | ({ kind: "at" } & Bound)
  | { kind: "between"; from: Bound; to: Bound }
  | { kind: "unknown" };

/** The read of the desk that showed it. */
export type SeenIn = { readAt: string; source: ReadSource };

type EntryOf<Kind extends string, Details = unknown> = {
  kind: Kind;
  /** The same for the same thing as long as the page is open; no two entries of one list share it. */
  key: string;
  origin: TimelineOrigin;
  when: TimelineWhen;
  /** Null where no single read of the desk showed it. */
  seenIn: SeenIn | null;
} & Details;

export type MinimisedField = "failure_code" | "share_fields" | "redirect_url";

export type TimelineEntry =
  | EntryOf<"created">
  | EntryOf<"started">
  /** Failures number `from` + 1 to `to` of one counter. */
  | EntryOf<"failures", { counter: TriesKind; from: number; to: number }>
  | EntryOf<"first_seen", { status: string }>
  | EntryOf<"deadline", { state: "ahead" | "passed" | "unused"; afterCreationMs: number | null }>
  | EntryOf<"overdue", { lateMs: number | null }>
  | EntryOf<
      "ended",
      {
        status: string;
        cause: Cause;
        endedBy: FailureEnd | null;
        /** "third chip failure", where the last failure of a counter came with the end. */
        lastFailure: string | null;
        /** Whose failure that is; it is in no entry of its own. */
        lastFailureOf: TriesKind | null;
        afterCreationMs: number | null;
      }
    >
  | EntryOf<
      "changed_after_end",
      {
        status: string;
        withdrawal: "certain" | "likely" | null;
        /** At least and at most so long after the end; null where not known. */
        afterEndMs: { min: number; max: number } | null;
      }
    >
  | EntryOf<"minimised", { fields: MinimisedField[] }>
  /** What no other kind tells; never empty. */
  | EntryOf<"changed", { changes: ObservedChange[] }>
  | EntryOf<"deleted">
  | EntryOf<"event", { eventId: string; eventType: string }>
  | EntryOf<"delivery", { delivery: KayleDelivery; eventType: string }>
  | EntryOf<"staff", { action: RecordedAction }>
  /** Nothing is recorded between two entries. */
  | EntryOf<"gap", { ms: number }>;

export type EntryOfKind<Kind extends TimelineEntry["kind"]> = Extract<
  TimelineEntry,
  { kind: Kind }
>;

/** The words of an entry. The detail may be empty; the page adds the moment and where it is from. */
export type TimelineText = { title: string; detail: string };
