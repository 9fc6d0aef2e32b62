import "server-only";
import type { AccessDetails, AccessEvent, AccessOutcome } from "@/lib/domain/access-event";

/** From where, and for what, somebody asks. */
export type AccessOrigin = {
  /** The client's address, as `toClientAddress` gives it; `unknown` where nobody noted it. */
  client: string;
  /** The ticket or purpose that the person gave; already without secrets. */
  purpose: string | null;
};

export const UNKNOWN_ORIGIN: AccessOrigin = { client: "unknown", purpose: null };

/** Who acts: a signed-in person, or the operator at the command line, who has neither role nor id. */
export type AccessActor = {
  id: string | null;
  name: string;
  role: string | null;
  signInId: string | null;
};

/** One thing to write down. Never a claim, a token, a key or what a note says. */
export type AccessEntry = AccessOrigin & {
  event: AccessEvent;
  outcome: AccessOutcome;
  /** Null where nobody is known. */
  actor: AccessActor | null;
  sessionId: string | null;
  requestId: string | null;
  details: AccessDetails;
};
